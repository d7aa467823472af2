"""The forms in which people keep lists of questions: nothing is lost, and no answer stands with another question."""

import json
from pathlib import Path
from time import process_time

import pytest

from simulator.errors import UsageError
from simulator.graph.importers.anki import read_text
from simulator.graph.importers.entry import ImportedFile
from simulator.graph.importers.markdown import read_markdown
from simulator.graph.importers.new_graph import write_graph
from simulator.graph.importers.tables import read_csv, read_json
from simulator.graph.load import load
from simulator.graph.records import Graph


def taken(imported: ImportedFile) -> list[tuple[str, str, str]]:
    """Topic, prompt and answer of each question."""
    return [(entry.topic, entry.prompt, entry.answer) for entry in imported.entries]


def page(text: str) -> list[tuple[str, str, str]]:
    """What is taken of a Markdown page."""
    return taken(read_markdown(text.encode(), "list.md"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "**Q: What is SRE?**\nA: One.\n\n**Q: Explain SLO**\nA: Two.\n",
            [("What is SRE?", "One."), ("Explain SLO", "Two.")],
        ),
        (
            "### What is a?\n**Answer**: One.\n### Explain b\n**Answer:** Two.\n",
            [("What is a?", "One."), ("Explain b", "Two.")],
        ),
        (
            "Q1. What is a?\n\nAns: One.\n\nQ2. Explain b.\n\nAns: Two.\n",
            [("What is a?", "One."), ("Explain b.", "Two.")],
        ),
        ("1. What is a?\n\n   One.\n\n2. Explain b.\n\n   Two.\n", [("What is a?", "One."), ("Explain b.", "Two.")]),
        (
            "1. ### What is a?\n\n    One.\n\n2. ### The ways to b\n\n    Two.\n",
            [("What is a?", "One."), ("The ways to b", "Two.")],
        ),
        (
            "What is a?\n----------\n\nOne.\n\nExplain b\n---------\n\nTwo.\n",
            [("What is a?", "One."), ("Explain b", "Two.")],
        ),
        ("### 1. 什么是闭包？\n一。\n### 2、谈谈原型链\n二。\n", [("什么是闭包？", "一。"), ("谈谈原型链", "二。")]),
        ("What is a?::One.\nWhy b?\n?\nTwo.\n", [("What is a?", "One."), ("Why b?", "Two.")]),
        ("> [!question] What is a?\n> One.\n\nSomething else.\n", [("What is a?", "One.")]),
        ("| # | Question | Answer |\n|--|--|--|\n| 1 | What is a? | One |\n", [("What is a?", "One")]),
        ("- [ ] What is [a](a.md)?\n- [x] Why [[x|b]]?\n", [("What is a?", ""), ("Why b?", "")]),
        (
            "---\ntitle: Why?\n---\n* Explain a.\n* What is b?\n  * And how is c?\n",
            [("Explain a.", ""), ("What is b?\n\nAnd how is c?", "")],
        ),
        (
            "* What is a?\n* Make this work:\n```\nf()\n```\n",
            [("What is a?", ""), ("Make this work:\n\n```\nf()\n```", "")],
        ),
    ],
)
def test_questions_of_a_page_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(prompt, answer) for _, prompt, answer in page(text)] == found


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("**1. What is a?**\nOne.\n**2. Explain b.**\nTwo.\n**Note:** three.\n", ["What is a?", "Explain b."]),
        ("- **What is a?**\n  - One\n- **Explain b**\n  - Two\n", ["What is a?", "Explain b"]),
        ("## A\n- What is a?\n- Tell me b.\n## Links\n- A book\n- Practise\n", ["What is a?", "Tell me b."]),
    ],
)
def test_others_of_a_form_that_asks_are_taken(text: str, prompts: list[str]) -> None:
    assert [prompt for _, prompt, _ in page(text)] == prompts


def test_sample_answers_are_answers() -> None:
    assert page("#### **Question 1: Why?**\n\n*Sample answer:* So.\n") == [("", "Why?", "So.")]


@pytest.mark.parametrize("odd", ["Answer:", "**", "1. ", "<summary>", "Q1.", "- A) ", "|", "> "])
def test_odd_pages_are_read_quickly(odd: str) -> None:
    began = process_time()
    page(f"## What is X?\n\nOne.\n\n{odd * (100_000 // len(odd))}\n\n## What is Y?\n\nTwo.\n")
    assert process_time() - began < 2


def test_summaries_ask_unless_they_label() -> None:
    text = "## DNS\n<details>\n<summary>What is it?</summary><br><b>\n\nNames.\n</b></details>\n"
    text += "<details>\n<summary>Explain the TTL</summary><br><b>\n\nTime.\n</b></details>\n"
    assert page(text) == [("DNS", "What is it?", "Names."), ("DNS", "Explain the TTL", "Time.")]


def test_code_and_choices_belong_to_the_question() -> None:
    """Else all of them ask "What's the output?", and one alone is taken."""
    one = "###### {n}. What's the output?\n\n```js\nf({n})\n```\n\n- A: `x`\n- B: `y`\n\n"
    one += "<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nSo {n}.\n\n</p>\n</details>\n\n---\n\n"
    found = page("# Quiz\n\n" + "".join(one.replace("{n}", str(n)) for n in (1, 2)))
    prompts = [f"What's the output?\n\n```js\nf({n})\n```\n\n- A: `x`\n- B: `y`" for n in (1, 2)]
    assert found == [("Quiz", prompt, f"B\n\nSo {n}.") for n, prompt in enumerate(prompts, 1)]


def test_headings_within_an_answer_are_no_topics() -> None:
    text = "## Lists\n### What is one?\nA row.\n#### Example\n`[1]`\n### Why?\nSo.\n"
    assert page(text) == [("Lists", "What is one?", "A row.\n#### Example\n`[1]`"), ("Lists", "Why?", "So.")]


def test_items_of_an_answer_are_no_questions() -> None:
    text = "# Why?\n## How do you debug it?\n1. Is it running?\n2. Is it listening?\n## What is a port?\nA number.\n"
    assert [prompt for _, prompt, _ in page(text)] == ["How do you debug it?", "What is a port?"]


def test_numbered_sections_are_topics() -> None:
    text = "## 1. Basics\n- **What is a?** It's one.\n## 2. More\n- **Why b?** Two.\n"
    assert page(text) == [("Basics", "What is a?", "It's one."), ("More", "Why b?", "Two.")]


def test_a_heading_beside_questions_is_told() -> None:
    imported = read_markdown(b"## What is a?\nOne.\n## Notes\nText.\n## Thanks\nAll.\n", "list.md")
    assert [entry.answer for entry in imported.entries] == ["One."]
    assert [left.where for left in imported.left_out] == ["list.md, line 3", "list.md, line 5"]


def test_places_are_lines_of_the_file() -> None:
    text = "<details><summary>Why a?</summary>One.</details>\n\n<details><summary>Why b?</summary>\nTwo.</details>\n"
    assert [entry.where for entry in read_markdown(text.encode(), "x").entries] == ["x, line 1", "x, line 3"]


def test_a_typed_list_is_no_deck() -> None:
    text = "Chess\n\n1. What is zugzwang?\nAny move loses.\n\n2. Explain the opposition.\nKings face;\none moves.\n"
    found = [("", "What is zugzwang?", "Any move loses."), ("", "Explain the opposition.", "Kings face;\none moves.")]
    assert taken(read_text(text.encode(), "a.txt")) == found
    assert taken(read_text(b"What is a?\tOne.\n", "a.txt")) == [("", "What is a?", "One.")]


@pytest.mark.parametrize(
    "records",
    [
        {
            "categories": [
                {"name": "A", "questions": [{"question": "a?"}]},
                {"name": "B", "questions": [{"question": "b?"}]},
            ]
        },
        {"A": [{"question": "a?"}], "B": [{"question": "b?"}]},
        {"A": ["a?"], "B": ["b?"]},
    ],
)
def test_lists_within_lists_are_all_taken(records: object) -> None:
    assert [(topic, prompt) for topic, prompt, _ in taken(read_json(json.dumps(records).encode(), "x"))] == [
        ("A", "a?"),
        ("B", "b?"),
    ]


def test_other_keys_of_records_are_named() -> None:
    with pytest.raises(UsageError, match=r"--column question=NAME.*They hold instruction, output"):
        read_json(b'{"instruction": "What is a?", "output": "One."}', "x")


@pytest.mark.parametrize("text", ["sep=;\r\nquestion;answer\r\nWhy?;So.\r\n", "question|answer\nWhy?|So.\n"])
def test_tables_by_excel_and_with_bars(text: str) -> None:
    assert taken(read_csv(text.encode("utf-8-sig"), "x")) == [("", "Why?", "So.")]


def test_columns_of_no_use_are_told() -> None:
    (left,) = read_csv(b"id,question,option_a,answer\n1,Why?,x,So.\n", "x").left_out
    assert left.why == "nothing is taken from option_a"


def test_text_with_zero_bytes_is_refused() -> None:
    with pytest.raises(UsageError, match="save it as UTF-8"):
        read_csv("question\nWhy?\n".encode("utf-16-le"), "x")


def test_lines_below_question_are_its_answer() -> None:
    """Each line was a question, and so was each answer."""
    text = "Was ist ein Pod?\nDer kleinste Teil.\n\nZwei teilen\neinen. Wie?\nSo.\n\nUnd so.\n\nNenne einen Dienst\n"
    assert taken(read_text(text.encode(), "a.txt")) == [
        ("", "Was ist ein Pod?", "Der kleinste Teil."),
        ("", "Zwei teilen\neinen. Wie?", "So.\n\nUnd so."),
        ("", "Nenne einen Dienst", ""),
    ]


@pytest.mark.parametrize("text", ["Mitosis\nMeiosis", "What is a pod?\nExplain etcd\nServices", "What?\n\nWhy?"])
def test_list_of_questions_has_one_a_line(text: str) -> None:
    prompts = [prompt for _, prompt, _ in taken(read_text(text.encode(), "a.txt"))]
    assert prompts == [line for line in text.split("\n") if line]


def made_of(folder: Path, *prompts: str) -> Graph:
    rows = [{"question": prompt, "topic": "データ"} for prompt in prompts]
    write_graph(folder, read_json(json.dumps(rows).encode(), "a.json").entries)
    return load(folder)


def test_ids_of_japanese_questions_keep_their_place(tmp_path: Path) -> None:
    """The first of a list was "question", whichever it was, and so were all graphs with a Japanese name."""
    first, later = (
        made_of(tmp_path / "日本", "木とは", "鎖とは"),
        made_of(tmp_path / "中国", "新しい", "木とは", "鎖とは"),
    )
    assert {q.prompt: q.id for q in first.questions.values()}.items() <= {
        q.prompt: q.id for q in later.questions.values()
    }.items()
    assert first.id != later.id


def test_letters_of_german_are_not_lost(tmp_path: Path) -> None:
    graph = made_of(tmp_path / "Große Bank", "Was heißt Größe?")
    assert (graph.id, graph.title, [*graph.questions]) == ("grosse-bank", "Große Bank", ["was-heisst-grosse"])


def test_a_list_without_topics_takes_its_folder(tmp_path: Path) -> None:
    """An interviewer who says "another one on unsorted" is none."""
    write_graph(tmp_path / "chess-club", read_markdown(b"- What is a pin?\n", "x").entries)
    assert [area.title for area in load(tmp_path / "chess-club").areas.values()] == ["Chess club"]
