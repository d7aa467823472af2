"""How people say that they don't know something, as patterns over the words of a clause."""

import re

_POOR = "weak"  # of what one knows; no verdict
_SOFTLY = (
    r"(?: (?:honestly|really|just|actually|still|also|simply|even|quite|yet|currently|personally|so|too|entirely"
    r"|completely|exactly|at all|that|very|ever|readily|properly|fully|whatsoever|just|only))*"
)
_NOT = r"(?:do not|don't|dont|did not|didn't|didnt)"
_CANNOT = r"(?:can't|cant|cannot|can not|couldn't|couldnt|could not|wouldn't|wouldnt|would not)"
_HAVE_NOT = r"(?:(?:i've|ive|i have|i had|i'd) (?:never|not)|i (?:haven't|havent|hadn't|hadnt|never))"
_QUESTION = r"(?:how|what|which|why|whether|where|when|who|if)"
_WITHOUT = r"(?:idea|clue|answer|opinion|knowledge|experience|feel|view|recollection)"
_ON = r"(?:about|on|of|for|to|with|as to|in)"
_DID = (
    r"(?:used|tried|done|built|worked|touched|implemented|learned|learnt|studied|read|heard|looked|dealt|come across"
    r"|set up|counted|run|measured|trained|written|wrote|understood|thought)(?: (?:with|of|into|up on|about|at))?"
)
_TELL = (
    r"(?:verify|say|tell|explain|judge|comment|speak|answer|describe|define|reproduce|derive|follow|confirm|compute"
    r"|list|name"
    r"|picture|elaborate|expand|assess|help|add|discuss|recall|remember|work (?:it |that )?out"
    r"|do(?= it| that| this| off| those| these))"
)
_IT = r"(?:(?:(?:any|all|most|either|some|much|neither) of )?(?:it|that|this|these|those|them)|there)"
_THAT_BIT = (
    rf"(?:(?:any of )?(?:that|this|these|those|(?:any )?such(?: an?)?)(?: last| second)? [a-z]+|{_IT})"  # "these terms"
)
# what follows where what isn't known was named before: "to that", "how it works", "what those mean"
_POINTING = (
    rf"(?: (?:how|what|where|which [a-z]+|much|anything|enough)(?: to [a-z]+(?: up| out)?(?: {_IT})?"
    rf"| (?:it|that|this|these|those|they|one|you)(?:'s|'re)?(?: [a-z]+){{0,2}})?"
    rf"|(?: (?:to|on|about|of|for|with|at|in|into|from))? {_THAT_BIT}(?= |$)| (?:to |for )?(?:you|anybody|anyone"
    rf"|others)(?= |$)"
    r"|(?: up)? (?:on|of|about|with)(?= |$)| off the cuff| in my head| when i [a-z]+(?: about)? (?:it|that|this|them))*"
)
_UNABLE = (
    rf"(?:(?:i'm|im|i am|i was){_SOFTLY} not{_SOFTLY} (?:able|qualified|competent|equipped|in a position) to"
    rf"|i{_SOFTLY} (?:don't|do not|wouldn't) feel{_SOFTLY} (?:able|qualified|competent|equipped) to"
    r"|i lack the [a-z]+(?: to| for)?|i (?:can|could) neither [a-z]+ nor)"
)
# what stands before what is disclaimed: what may be any words, and what must be a question or follow "about"
_ANY = (
    rf"(?:i{_SOFTLY} )?{_NOT}{_SOFTLY} (?:know|remember|recall|understand|master)(?: (?:much|anything|enough))?"
    r"(?: (?:about|of))?"
    rf"|i{_SOFTLY} (?:forget|forgot)|i{_SOFTLY} {_CANNOT}{_SOFTLY} (?:remember|recall|give you|name(?= an?\b))"
    rf"|{_HAVE_NOT}{_SOFTLY} {_DID}"
    r"|i (?:only know|know only) the name of|i know (?:next to )?nothing (?:about|of)|(?:i'm|i am) no expert (?:on|in)"
    r"|(?:i'd|i would|i'll) (?:have to|need to) read (?:up on|up about|about)"
    rf"|{_UNABLE}(?: [a-z]+)?|i(?:'d| would|'ll)? (?:struggle|be hard pressed|find it hard) to {_TELL}"
    r"|(?:i'd|i would) be lying if i (?:said|claimed)(?: that)? i (?:knew|understood|remembered)"
    rf"|i know{_SOFTLY} little (?:about|of)|(?:i have|i've) yet to [a-z]+|(?:i'm|i am) out of my depth (?:with|on|in)"
)
_ASKING = (
    rf"(?:i )?{_CANNOT}{_SOFTLY} (?:say|tell|tell you|explain)(?: you)?(?: (?:much|anything))?"
    rf"|i{_SOFTLY} {_NOT}{_SOFTLY} get|i never got|i{_SOFTLY} (?:wouldn't|wouldnt|would not) know(?: (?:much"
    rf"|anything))?"
    rf"|(?:(?:i'm|im|i am|i was){_SOFTLY} )?(?:not{_SOFTLY} (?:sure|certain|familiar|clear)|unsure|unfamiliar)"
    rf"|(?:(?:i{_SOFTLY} have|i've|ive|i've got|i have got|i'd have|i would have){_SOFTLY} )?(?:no|not a|zero|not the"
    rf" faintest){_SOFTLY}"
    r" (?:idea|clue)"
    r"|i (?:haven't|have not|hadn't) (?:a|any|the (?:faintest|foggiest|slightest)) (?:idea|clue)"
    rf"|(?:i have|i've|ive|i've got|i have got|i'd have|i would have)(?: no| not a| little){_SOFTLY} {_WITHOUT}"
    rf"|i{_SOFTLY} {_NOT}{_SOFTLY} have (?:(?:an |any |a |much )?{_WITHOUT}|anything|much|a lot)(?: to (?:say|add"
    rf"|offer))?"
    r"|(?:i have |i've )?(?:nothing|not much|little) to (?:say|offer)"
    r"|(?:i'd|i would|i'll) (?:have to|need to) (?:look up|look into|read up)|don't ask me|dont ask me"
    rf"|(?:i'm|i am|i was|i'd be){_SOFTLY}(?: a bit| a little| rather)? (?:hazy|rusty|vague|shaky|fuzzy|{_POOR})"
    r"|(?:i have|i've) (?:only |just )?an? (?:only )?(?:vague|rough|dim) (?:idea|memory|notion)"
    r"|(?:beats|search) me|(?:god|heaven|goodness) knows|(?:i )?dunno"
    r"|(?:i|i'm|i am) (?:draw|drawing) a blank"
    r"|(?:i'm|i am) (?:not the|not the right|the wrong) (?:person|one) to (?:say|ask)"
)
ONWARDS = re.compile(rf"(?:(?P<any>{_ANY})|(?P<asking>{_ASKING}))(?= |$)")
# what disclaims the words before it: what "I" cannot do or never did, and what these words are to me
_NOT_MINE = r"(?:strength|field|area|thing|subject|strong (?:suit|point|side)|speciality|expertise)"
_LEFT_TO_OTHERS = (
    rf"i{_SOFTLY} {_CANNOT}{_SOFTLY} {_TELL}|{_CANNOT}{_SOFTLY} (?:say|tell|help|explain)|{_UNABLE} {_TELL}"
    rf"|(?:i'm|im|i am|i get|i got){_SOFTLY} (?:lost|not aware|blank|stuck|clueless|ignorant|at a loss)"
    rf"|(?:i've|ive|i have|i had|i'd){_SOFTLY} forgotten"
    rf"|i{_SOFTLY} (?:didn't|did not|never|couldn't|could not|can't|cannot){_SOFTLY}"
    r" (?:follow|followed|understand|understood|get|got|grasp|grasped)(?: my head a?round)?"
    r"|(?:i'd|i would) (?:only |just )?be guessing|(?:i'd|i would|i'll) fail"
    r"|i(?:'d| would|'ll| will)?(?: rather)? (?:must |have to |need to )?(?:look (?:it|that|this|them) up|pass)"
    r"|i(?:'d| would|'ll| will)? (?:must|have to|need to) (?:look up|look|read up|read|think|guess|google|refresh)"
    r"|(?:i'd|i would) (?:ask|leave (?:it |that )?to) (?:somebody|someone|others|a colleague|an expert)(?: else)?"
    r"|(?:you'd|you would) have to ask (?:somebody|someone)(?: else)?|(?:you've got|you got|you have|you've) me"
    r"|(?:i have |i've )?(?:nothing|not much|little) to (?:say|add|offer)|never heard of"
    r"|(?<![a-z] )no (?:experience|opinion|knowledge|recollection)"
    r"|i(?:'ve| have)? only (?:ever )?(?:heard|seen|read|know)(?: of| about)?(?: by name| the (?:names?|words?"
    r"|terms?))?"
    r"|i(?:'ve| have) heard of|your guess is as good as mine"
    rf"|(?:(?:i've|i have) (?:never|not)|i (?:never|haven't)){_SOFTLY} [a-z]+(?: at| with| of| into)?(?= (?:any"
    rf" )?(?:such|these|those|that|this)\b)"
    rf"|(?:i'm|im|i am){_SOFTLY} (?:no good|not good|bad|terrible|hopeless) (?:at|with)"
)
_TO_ME = (
    r"(?:is|are|was|were|that's|this is|these are|those are|it's)(?: a bit| way| all| still| just| only| also| mostly"
    r"| completely| totally| entirely)*"
    r" (?:beyond me|over my head|lost on me|where (?:my knowledge|what i know) ends|where i (?:get|am) lost"
    rf"|(?:un|not )(?:clear|known|familiar) to me|un(?:clear|known|familiar) to me|new to me|not my {_NOT_MINE}"
    r"|(?:a |a complete |a total )?(?:mystery|mysteries|names?|words?|black box|greek) to me"
    rf"|outside (?:of )?(?:what i (?:know|do)|my {_NOT_MINE})|(?:a |one |another )?gaps? (?:of mine|in my knowledge)"
    r"|above my (?:pay grade|level|head)"
    r"|(?:something|one|things|(?:an?|one|another) [a-z]+)(?: that)?"
    rf" (?:i{_SOFTLY} {_CANNOT} {_TELL}(?: or {_TELL})?|i {_NOT} (?:know|understand|remember)"
    rf"|{_HAVE_NOT}{_SOFTLY}(?: managed to)? (?:{_DID}|{_TELL}))|not something(?: that)? (?:i've|i have){_SOFTLY}"
    rf" {_DID}"
    r"|not something(?: that)? i (?:can|could|know|understand|remember)(?: [a-z]+){0,3})"
    rf"|not my {_NOT_MINE}|(?:isn't|aren't|wasn't) (?:my {_NOT_MINE}|clear to me|known to me"
    r"|something(?: that)? i (?:can|could|know|understand|remember)(?: [a-z]+){0,3})"
    r"|(?:escapes|escape|eludes|elude|lost|loses) me|(?:means|mean) nothing to me"
    r"|(?:rings|ring) no bells?|(?:doesn't|don't) ring (?:a|any) bells?|slipped my mind|(?:is|are|was) not coming"
    r" (?:back )?to me"
    r"|(?:goes|go|went)(?: right| straight| way| clean)? over my head"
)
BACKWARDS = re.compile(
    rf"(?:(?:on |with |to )?{_THAT_BIT} |here )?(?:{_ANY}|{_ASKING}|{_LEFT_TO_OTHERS}|{_TO_ME}){_SOFTLY}{_POINTING}$"
)
# that it isn't this alone, as "80 GB, I don't know" is: it points to what was named, or says what that is to me
CLEARLY_BACK = re.compile(
    rf"i'?m{_SOFTLY} (?:lost|blank|stuck|clueless)|your guess|not my |(?:(?:on |with |to )?(?:that|this|these|those)"
    rf"|here) |.* {_THAT_BIT}$|(?:that's|this is|it's) (?!not clear)"
    r"|.* (?:how|what) (?:to|it|that|this|these|those|they|one|you)(?: |'|$)|.* (?:there|to anybody|to anyone)$"
)
# after "how it's paged" whatever "I" don't or can't is of knowing it
ANY_LACK = re.compile(
    rf"i(?:'m|'d|'ve| am| was| would| have| had| do| did)?{_SOFTLY} (?:not|never|no|can't|cannot|couldn't|don't"
    rf"|didn't|haven't"
    r"|hadn't|won't|lack|failed|struggle)(?! (?:think|believe|expect|need|want|care|mean|mind|see|like|use))(?:"
    r" [a-z']+){0,7}$"
)
LEAVES_OUT = re.compile(rf" (?:{_HAVE_NOT}{_SOFTLY} {_DID}|that i{_SOFTLY} {_NOT} (?:know|understand))$")
LACKS_SUBJECT = re.compile(
    r"(?:not my|is|are|was|were|isn't|aren't|wasn't|escapes?|eludes?|lost|loses|goes|go|went|means?) "
)
TRAILING = re.compile(
    r"(?: (?:exactly|to be honest|honestly|right now|off the top of my head|either|at all|yet|anymore|any more|offhand"
    r"|for sure|here|though|sorry|now|myself|really|you|else|in detail|in full|in depth|properly|whatsoever|anyway"
    r"|for the life of me|to be frank|i'm afraid))+$"
)
BEFORE = re.compile(
    r"(?:(?:and|so|but|well|also|or|then|honestly|sorry|ok|okay|frankly|to be honest|now|though|although|because"
    r"|i'm afraid|i must say|i must admit|i have to admit|sadly|unfortunately) )*"
)
GOES_ON = re.compile(  # after a comma what is disclaimed goes on with these
    rf"(?:(?:or|and|nor) )?(?:{_QUESTION}|with|like|such|for|say|especially|particularly|including|to|by|in|on|of|from"
    r"|between|eg|e|g|or|nor|[a-z]+ing)(?= |$)|and (?!i\b|i'|we|you|it|they|then|so|that's)"
)
ABOUT = re.compile(rf"{_QUESTION}(?= |$)|{_ON} ")
DENIES_THAT = re.compile(r"that (?:the|a|it|this|we|you|they|any|i)\b")
# "I forgot to say", "I don't remember a case in which it fails", "I don't know the label then" say something
SAYS_SOMETHING = re.compile(r"(?:to|a|an|any|one|anyone|anybody|ever|seeing|having) ")
OF_THE_CASE = re.compile(
    r"(?:the|their|its|your|our) (?!exact|precise|names?|details?|formula|paper|answer|law|term|difference|reason"
    r"|mechanism|numbers?|figures?|first|second|third|rest|other)"
)
ASIDE = re.compile(r"\b(?:without|unless|except)\b")  # "I've never run it without a test" says something
# after a clause with one of these it's a case that is spoken of; and what a model is to say is a quote
CASES = frozenset("if unless without otherwise".split())
SPEAKS = frozenset(
    "say says said saying answer answers reply replies respond responds output outputs write writes".split()
)
RESUMES = re.compile(
    r" (?:i (?:think|guess|believe|suspect|assume|suppose|imagine)|maybe|perhaps|probably|roughly|approximately"
    r"|(?:and|so|then) (?:i|i'd|i'm|i'll|we|we'd|you|you'd|it|it's|they|that's|then))(?= )"
)
OPENS = re.compile(
    rf"(?:(?:and|so|but|well|or|then|also) )*(?:{_QUESTION}"
    r"|as for|as to|for|about|on|regarding|concerning|the (?:reason|reasons)(?: why| that| for)?"
    r"|(?:the|that) (?:whole )?(?:part|bit|thing|stuff|question|business|story|idea|maths|reasoning)"
    r" (?:about|of|with|behind|on)|(?:(?:there's|there is|it's|it is|it was|there was) )?something"
    rf" (?:about|with|to do with)) |(?:and |but )?{_QUESTION}$"  # "for long texts, how, I don't know"
)
CLEARLY_OPENS = re.compile(
    r"(?:(?:and|so|but|well|or|then|also) )*(?:(?:in|at|on|to|for|from|with|by|of|under|over|about|after|before) )?"
    r"(?:how|what|which|why|whether|who|the reasons? why)(?: |$)"
)
HAS_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|will|would|i|i'd|we|you|it|they|that|which|who)\b")
# a clause with one of these says something, before what only describes a noun of it
SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|will|would|i|i'd|we|they|you|it(?! (?:on|in|at|to|with|for|from|by|up|all"
    r"|and"
    r"|or)))\b|\b(?:[a-z]+(?:i[sz]es|ifies)|(?<!a )(?<!an )(?<!the )(?<!^)(?:"
    r"grow|shrink|fall|rise|save|cost|help|hurt|work|fail|need|use|give|take|make|keep|hold|store|learn|"
    r"train|improve|reduce|increase|lower|raise|change|mean|lead|cause|avoid|prevent|let|allow|force|"
    r"predict|say|tell|show|happen|matter|depend|vary|go|come|get|become|stay|remain|see|find|want|add|"
    r"drop|spread|explode|vanish|win|lose|beat|choose|decide|compare|send|wait|start|stop|fit|fill|"
    r"contain|carry|compute|generate|differ|converge|diverge|suffer|separate|combine|produce|create|"
    r"ignore|handle|follow|require|support|include|apply|behave|does|did|do|went|gave|took|got|came|"
    r"became|won|ran"
    r")(?:e?s)?)\b"
)
OWN_CLAIM = re.compile(r"(?:but|so|i|i'[a-z]+|we|we'[a-z]+|it|it's|you|they) ")
SEVERAL, FRONTED = re.compile(r"\b(?:these|those|them)\b"), re.compile(r"(?:that|this|these|those)(?: [a-z]+)? i\b")
DESCRIBES = re.compile(
    r"(?:^to| (?:when|where|that|which|who|if|because|as|while|whether|how|what|why|than|so|to|for)) "
)
TRIGGERS = frozenset(
    "know remember recall understand forget forgot name give never not haven't havent hadn't hadnt no expert read "
    "say tell explain get sure certain familiar clear unsure unfamiliar clue idea answer opinion look ask leave blank "
    "pass escapes heard got afraid beyond head me zero able qualified lack lost blank stuck forgotten clueless follow "
    "guessing fail nothing isn't aren't wasn't outside where new eludes can't cant cannot couldn't couldnt could "
    "verify anything "
    "google refresh master struggle pressed lying little yet depth hazy rusty vague shaky fuzzy rough dim beats "
    "search knows dunno guess "
    "rings ring slipped coming gap gaps above wouldn't wouldnt neither don't dont didn't didnt lost feel aware".split()
) | {_POOR}
NO_IDEA = re.compile(r"(?:(?:i have|i've|i've got) )?(?:(?:honestly|really|absolutely) )?(?:no|not a) (?:idea|clue)$")
GUESSES = re.compile(r"(?:maybe|perhaps|probably|about|around|because|due|by|in|on|with|from)\b")  # "memory, no idea"
NEVER_HEARD_OF = re.compile(r"(?:i've |i have |i )?never heard of (?:it|them|that|those)$")
CONCLUDES, ELIDED = re.compile(r"\b(?:so|then) "), re.compile(r"(?:do|did|don|can|could|would)")
TAGS, SURMISES = frozenset("right no correct yes ok it".split()), frozenset("maybe perhaps probably isn't".split())
OWN = re.compile("i(?:'|$)|im$|ive$")
# what disclaims the words before it in its own clause says who doesn't know, or what isn't known
WITH_SUBJECT = re.compile(
    r"i(?:'| )|im |ive |no |not a |that's |it's |(?:that|this|these|those)(?: [a-z]+)? i|you(?:'ve)? |"
    + LACKS_SUBJECT.pattern
)
LISTS = re.compile(" (?:and|or) ")
