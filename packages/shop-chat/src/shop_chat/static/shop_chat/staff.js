// The support team's side: all threads, live, and one of them open.

import { backoff, mayReconnect } from "./core.js";
import { config, socketUrl, threadsUrl, words, writeHeaders } from "./config.js";
import { openSession } from "./session.js";

const root = document.getElementById("staff-chat");
const list = root.querySelector("[data-thread-list]");
const search = root.querySelector("[data-thread-search]");
const panel = root.querySelector("[data-thread-panel]");
const empty = root.querySelector("[data-thread-empty]");
const title = root.querySelector("[data-thread-title]");

let threads = [];
let chosen = null;
let closeSession = null;
let asked = 0;

/** Ask for the list; only the latest answer counts, and none is as good as the one before. */
async function loadThreads() {
  const number = ++asked;
  const query = new URLSearchParams({ page_size: 100, ...(search.value.trim() ? { search: search.value.trim() } : {}) });
  const answer = await fetch(`${threadsUrl}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || number !== asked) return;
  threads = (await answer.json()).results;
  drawThreads();
}

let refreshing;

/** Load the list soon: many messages at once are one request. */
function refresh() {
  refreshing ??= setTimeout(() => {
    refreshing = undefined;
    loadThreads();
  }, 250);
}

/** Show the list; the keyboard stays on the thread on which it was. */
function drawThreads() {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.thread : null;
  list.replaceChildren(...(threads.length ? threads.map(row) : [nobody()]));
  if (focused) list.querySelector(`[data-thread="${focused}"]`)?.focus();
}

function nobody() {
  const item = element("li", "p-4 text-sm opacity-70");
  item.textContent = words.nobody;
  return item;
}

function row(thread) {
  const item = document.createElement("li");
  const button = element("button", "flex w-full items-center gap-3 text-start");
  const name = thread.customer?.name || words.guest;
  button.type = "button";
  button.dataset.thread = thread.id;
  if (thread.id === chosen) {
    button.setAttribute("aria-current", "true");
    button.classList.add("menu-active");
  }
  const picture = element("img", "size-10 shrink-0 rounded-full");
  picture.src = thread.customer?.avatar || config.defaultAvatarUrl;
  picture.alt = "";
  const text = element("span", "min-w-0 grow");
  const who = element("span", "block truncate font-medium");
  who.textContent = name;
  const preview = element("span", "text-base-content/70 block truncate text-sm");
  preview.textContent = thread.preview;
  text.append(who, preview);
  button.append(picture, text);
  if (thread.unread && thread.id !== chosen) {
    const badge = element("span", "badge badge-primary badge-sm");
    badge.textContent = thread.unread > 9 ? "9+" : thread.unread;
    badge.setAttribute("role", "img");
    badge.setAttribute("aria-label", words.unread.replace("%s", thread.unread));
    button.append(badge);
  }
  button.addEventListener("click", () => openThread(thread.id, name));
  item.append(button);
  return item;
}

function element(tag, className) {
  return Object.assign(document.createElement(tag), { className });
}

/** Open another thread; the socket of the last one closes. */
function openThread(id, name) {
  if (id === chosen) return;
  closeSession?.();
  chosen = id;
  title.textContent = name;
  empty.hidden = true;
  panel.hidden = false;
  closeSession = openSession(panel, {
    socketUrl: socketUrl(`support/staff/${id}/`),
    messagesUrl: `${threadsUrl}${id}/messages/`,
    ownId: root.dataset.me,
    onChange: ({ reached }) => markRead(id, reached),
  });
  panel.querySelector("textarea").focus();
  drawThreads();
}

const marked = new Map();

/** Say that a thread was read up to `seq`, while it is really seen. */
async function markRead(id, seq) {
  if (document.visibilityState !== "visible" || (marked.get(id) ?? 0) >= seq) return;
  marked.set(id, seq);
  const answer = await fetch(`${threadsUrl}${id}/read/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...writeHeaders() },
    body: JSON.stringify({ seq }),
  }).catch(() => null);
  if (answer?.ok) refresh();
  else marked.delete(id);
}

let attempt = 0;

function listen() {
  const socket = new WebSocket(socketUrl("support/staff/"), ["shop-chat.v1"]);
  socket.onmessage = ({ data }) => {
    attempt = 0;
    if (["welcome", "thread.updated"].includes(JSON.parse(data).type)) refresh();
  };
  socket.onclose = ({ code }) => {
    if (mayReconnect(code)) setTimeout(listen, backoff((attempt += 1)));
  };
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(loadThreads, 200);
});
setInterval(loadThreads, 30_000); // what a silent socket did not tell
loadThreads();
listen();
