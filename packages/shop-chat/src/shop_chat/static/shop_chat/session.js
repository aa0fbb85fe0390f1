// Puts one conversation on the page: its connection, its view, and the browser's own events.

import { Connection, Conversation } from "./core.js";
import { writeHeaders, words } from "./config.js";
import { ConversationView } from "./view.js";

const STATES = {
  connecting: [() => words.connecting, false],
  ready: [() => words.connected, true],
  polling: [() => words.polling, true],
  offline: [() => words.offline, false],
  closed: [() => words.closed, false],
};

/** Open a conversation; the answer closes it again. */
export function openSession(root, { socketUrl, messagesUrl, ownId, onChange = () => {} }) {
  const conversation = new Conversation(outbox(`shop-chat:${ownId}:${messagesUrl}`));
  const view = new ConversationView(root, {
    ownId,
    onSend: (body) => connection.send(body),
    onRetry: (clientId) => connection.retry(clientId),
  });
  const connection = new Connection({
    socketUrl,
    messagesUrl,
    conversation,
    environment: { headers: writeHeaders() },
    onState: (state) => {
      const [text, usable] = STATES[state];
      view.setState(text(), usable);
    },
    onChange: (message) => {
      view.draw(conversation.lines);
      view.announce(message);
      onChange(conversation);
    },
  });
  const wake = () => document.visibilityState === "visible" && connection.wake();
  const listening = new AbortController();
  for (const [target, name] of [[window, "online"], [window, "pageshow"], [document, "visibilitychange"]]) {
    target.addEventListener(name, wake, { signal: listening.signal });
  }
  connection.open();
  return () => {
    listening.abort();
    view.release();
    connection.close();
  };
}

/** What waits to be sent outlives a reload of the page, in this tab; where storage is off, it does not. */
function outbox(name) {
  return {
    load: () => {
      try {
        return JSON.parse(sessionStorage.getItem(name)) ?? [];
      } catch {
        return [];
      }
    },
    save: (waiting) => {
      try {
        sessionStorage.setItem(name, JSON.stringify(waiting));
      } catch {
        // storage is off or full
      }
    },
  };
}
