// What textual.js (the terminal, from the package textual-serve) needs from us: where its socket is, a font that is
// there before letters are measured, pastes in pieces that the server takes, and the server's last words shown.
"use strict";
(() => {
  const PIECE = 16384; // letters; at most six bytes each in JSON, which is below what the server takes at once

  const pieces = (text) => {
    const parts = [];
    for (let at = 0, end; at < text.length; at = end) {
      end = Math.min(at + PIECE, text.length);
      const code = text.charCodeAt(end - 1);
      if (end < text.length && code >= 0xd800 && code < 0xdc00) end -= 1; // a letter of two halves stays whole
      parts.push(text.slice(at, end));
    }
    return parts;
  };

  const showWords = (event) => {
    if (typeof event.data !== "string") return;
    const [kind, words] = JSON.parse(event.data);
    if (kind === "said") document.getElementById("words").textContent = words;
  };

  window.WebSocket = class extends window.WebSocket {
    constructor(url) {
      super(url);
      this.addEventListener("open", () => document.querySelector(".xterm-helper-textarea").focus());
      this.addEventListener("message", showWords);
      this.addEventListener("close", () => document.getElementById("again").focus());
    }

    send(data) {
      if (this.readyState !== WebSocket.OPEN) return;
      const [kind, text] = data.length > PIECE ? JSON.parse(data) : [];
      if (kind !== "stdin") return super.send(data);
      for (const part of pieces(text)) super.send(JSON.stringify([kind, part]));
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    const socket = new URL("ws", document.location.href);
    socket.protocol = socket.protocol.replace("http", "ws");
    socket.search = "";
    document.getElementById("terminal").dataset.sessionWebsocketUrl = socket.href;
    document.getElementById("again").addEventListener("click", () => document.location.reload());
  });

  const begin = window.onload;
  window.onload = async (event) => {
    const fonts = ["16px", "bold 16px"].map((size) => document.fonts.load(`${size} "Roboto Mono"`));
    const enough = new Promise((done) => setTimeout(done, 3000));
    await Promise.race([Promise.allSettled(fonts), enough]);
    begin(event);
  };
})();
