// Draws a conversation and its form: text only ever as text, each line once, by its number.

import { config, words } from "./config.js";

const language = document.documentElement.lang || undefined;
const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const dateAndTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

export class ConversationView {
  /** @param {HTMLElement} root holds the log, the form and the state line */
  constructor(root, { ownId, onSend, onRetry }) {
    this.log = root.querySelector("[data-chat-log]");
    this.form = root.querySelector("[data-chat-form]");
    this.box = this.form.querySelector("textarea");
    this.button = this.form.querySelector("button");
    this.stateLine = root.querySelector("[data-chat-state]");
    this.announcer = root.querySelector("[data-chat-announcer]");
    this.ownId = ownId;
    this.onRetry = onRetry;
    this.nodes = new Map();
    this.listening = new AbortController();
    const { signal } = this.listening;
    const send = () => {
      const body = this.box.value.trim();
      if (!body || this.box.readOnly) return;
      this.box.value = "";
      onSend(body);
    };
    this.form.addEventListener("submit", (event) => (event.preventDefault(), send()), { signal });
    this.box.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        send();
      },
      { signal },
    );
  }

  /** Let go of the page, so that another conversation can take its place. */
  release() {
    this.listening.abort();
    this.log.replaceChildren();
  }

  /** Show all lines; those that are there already stay as they are. */
  draw(lines) {
    const { log, nodes } = this;
    const toEnd = !nodes.size || lines.at(-1)?.state || log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const drawn = new Map(lines.map((line) => [keyOf(line), line]));
    this.nodes = new Map([...drawn].map(([key, line]) => [key, nodes.get(key) ?? this.#node(line)]));
    let place = log.firstElementChild;
    for (const node of this.nodes.values()) {
      if (node === place) place = place.nextElementSibling;
      else log.insertBefore(node, place);
    }
    while (place) {
      const rest = place.nextElementSibling;
      place.remove();
      place = rest;
    }
    if (toEnd) log.scrollTop = log.scrollHeight;
  }

  /** Tell a screen reader of a new message of somebody else. */
  announce(message) {
    if (message && !this.#isOwn(message)) this.announcer.textContent = `${nameOf(message.sender)}: ${message.body}`;
  }

  /** Say whether messages can be sent; what was typed stays. */
  setState(text, usable) {
    this.stateLine.textContent = text;
    this.box.readOnly = !usable;
    this.box.setAttribute("aria-disabled", String(!usable));
    this.button.disabled = !usable;
  }

  #isOwn(line) {
    return Boolean(line.state) || Boolean(line.client_id) || (this.ownId && line.sender?.id === this.ownId);
  }

  #node(line) {
    const own = this.#isOwn(line);
    const item = document.createElement("div");
    const role = line.state ? "own" : line.sender.role;
    item.className = `chat ${own ? "chat-end" : "chat-start"}`;
    if (!line.state) item.append(picture(line.sender));
    const head = document.createElement("div");
    head.className = "chat-header";
    const who = document.createElement("span");
    who.textContent = own ? words.you : nameOf(line.sender);
    head.append(who);
    if (line.created) {
      const when = document.createElement("time");
      when.dateTime = line.created;
      when.className = "text-xs opacity-70";
      when.textContent = moment(new Date(line.created));
      head.append(" ", when);
    }
    const bubble = document.createElement("p");
    bubble.className = `chat-bubble whitespace-pre-wrap break-words ${own ? "chat-bubble-primary" : role === "agent" ? "bg-secondary/15 text-base-content" : ""}`;
    bubble.textContent = line.body;
    item.append(head, bubble);
    if (line.state) item.append(this.#footer(line));
    return item;
  }

  #footer(line) {
    const footer = document.createElement("div");
    footer.className = "chat-footer";
    if (line.state === "sending") {
      footer.textContent = words.sending;
      return footer;
    }
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link link-error text-xs";
    again.textContent = words.retry;
    again.addEventListener("click", () => this.onRetry(line.client_id));
    footer.append(again);
    return footer;
  }
}

/** A line is drawn anew only when it changes from waiting to refused, or from either to numbered. */
function keyOf(line) {
  return line.seq ?? `${line.client_id} ${line.state}`;
}

function moment(date) {
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? time : dateAndTime).format(date);
}

function nameOf(sender) {
  return sender.name || (sender.role === "guest" ? words.guest : words.team);
}

function picture(sender) {
  const frame = document.createElement("div");
  frame.className = "chat-image avatar";
  const image = document.createElement("img");
  image.className = "size-10 rounded-full";
  image.alt = "";
  image.width = image.height = 40;
  image.src = sender.avatar || (sender.role === "agent" ? config.adminAvatarUrl : config.defaultAvatarUrl);
  frame.append(image);
  return frame;
}
