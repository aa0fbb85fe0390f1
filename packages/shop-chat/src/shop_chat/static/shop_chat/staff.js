// The support team's side: all threads, live, and one of them open.

import { backoff, mayReconnect } from "./core.js";
import { config, socketUrl, words, writeHeaders } from "./config.js";
import { openSession } from "./session.js";

const root = document.getElementById("staff-chat");
const list = root.querySelector("[data-thread-list]");
const search = root.querySelector("[data-thread-search]");
const panel = root.querySelector("[data-thread-panel]");
const empty = root.querySelector("[data-thread-empty]");
const title = root.querySelector("[data-thread-title]");
const threadsUrl = config.messagesApiUrlBase.replace(/messages\/$/, "threads/");

let chosen = null;
let closeSession = null;
let asked = 0;

/** Ask for the list; only the latest answer counts. */
async function loadThreads() {
  const number = ++asked;
  const query = new URLSearchParams({ page_size: 100, ...(search.value.trim() ? { search: search.value.trim() } : {}) });
  const answer = await fetch(`${threadsUrl}?${query}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || number !== asked) return;
  drawThreads((await answer.json()).results);
}

function drawThreads(threads) {
  list.replaceChildren(...threads.map(row));
  if (!threads.length) {
    const none = document.createElement("li");
    none.className = "p-4 text-sm opacity-70";
    none.textContent = words.nobody;
    list.append(none);
  }
}

function row(thread) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = thread.customer?.name ?? words.guest;
  button.type = "button";
  button.className = "flex w-full items-start gap-3 text-start";
  if (thread.id === chosen) {
    button.setAttribute("aria-current", "true");
    button.classList.add("menu-active");
  }
  const text = document.createElement("span");
  text.className = "min-w-0 grow";
  const who = document.createElement("span");
  who.className = "block truncate font-medium";
  who.textContent = name;
  const preview = document.createElement("span");
  preview.className = "block truncate text-sm opacity-70";
  preview.textContent = thread.preview;
  text.append(who, preview);
  button.append(text);
  const unread = thread.id === chosen ? 0 : thread.unread;
  if (unread) {
    const badge = document.createElement("span");
    badge.className = "badge badge-primary badge-sm";
    badge.textContent = unread > 9 ? "9+" : unread;
    badge.setAttribute("aria-label", words.unread.replace("%s", unread));
    button.append(badge);
  }
  button.addEventListener("click", () => openThread(thread.id, name));
  item.append(button);
  return item;
}

/** Open another thread; the socket of the last one closes. */
function openThread(id, name) {
  if (id === chosen) return;
  closeSession?.();
  chosen = id;
  title.textContent = name;
  empty.hidden = true;
  panel.hidden = false;
  panel.querySelector("[data-chat-log]").replaceChildren();
  const messagesUrl = `${threadsUrl}${id}/messages/`;
  closeSession = openSession(panel, {
    socketUrl: socketUrl(`support/staff/${id}/`),
    messagesUrl,
    ownId: root.dataset.me,
    onMessage: ({ reached }) => markRead(id, reached),
  });
  panel.querySelector("textarea").focus();
  loadThreads();
}

let marked = {};

async function markRead(id, seq) {
  if (!seq || marked[id] >= seq) return;
  marked[id] = seq;
  await fetch(`${threadsUrl}${id}/read/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...writeHeaders() },
    body: JSON.stringify({ seq }),
  });
  loadThreads();
}

let attempt = 0;

function listen() {
  const socket = new WebSocket(socketUrl("support/staff/"), ["shop-chat.v1"]);
  socket.onmessage = (event) => {
    const frame = JSON.parse(event.data);
    attempt = 0;
    if (frame.type === "welcome" || frame.type.startsWith("thread")) loadThreads();
  };
  socket.onclose = (event) => {
    if (mayReconnect(event.code)) setTimeout(listen, backoff((attempt += 1)));
  };
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(loadThreads, 200);
});
setInterval(loadThreads, 30_000);
loadThreads();
listen();
