// One thread at the browser's end: what was said, what is still to be sent, and a socket that comes and goes. No DOM.
//
// The database numbers the messages of a thread 1, 2, 3...; the socket is only a hint. Whoever misses a number asks for it.

/** The messages of one thread by number, and the own ones that the server has not acknowledged. */
export class Conversation {
  constructor() {
    this.reset("");
  }

  reset(gen) {
    this.gen = gen;
    this.messages = new Map();
    this.reached = 0;
    this.pending ??= new Map();
  }

  /** Take a message in; the same one twice changes nothing. Returns whether it was new. */
  take(message) {
    if (message.client_id) this.pending.delete(message.client_id);
    if (this.messages.has(message.seq)) return false;
    this.messages.set(message.seq, message);
    this.#advance();
    return true;
  }

  /** Say that everything up to `seq` was received, or exists no more. */
  cover(seq) {
    this.reached = Math.max(this.reached, seq);
    this.#advance();
  }

  /** Whether a number up to `last` is missing. */
  misses(last) {
    return last > this.reached;
  }

  /** Remember an own message until the server acknowledges it. */
  queue(clientId, body) {
    this.pending.set(clientId, { client_id: clientId, body, state: "sending" });
  }

  /** Mark a queued message as refused: it stays in sight, and can be sent again. */
  refuse(clientId, code) {
    const waiting = this.pending.get(clientId);
    if (waiting) Object.assign(waiting, { state: "failed", code });
  }

  /** All that is to be shown, in order: what the server numbered, then what waits. */
  get lines() {
    const numbered = [...this.messages.values()].sort((a, b) => a.seq - b.seq);
    return [...numbered, ...this.pending.values()];
  }

  #advance() {
    while (this.messages.has(this.reached + 1)) this.reached += 1;
  }
}

/** How long to wait before attempt number `attempt`, in milliseconds: full jitter, half a second to half a minute. */
export function backoff(attempt, random = Math.random) {
  return 500 + random() * Math.min(30_000, 500 * 2 ** attempt);
}

/** Whether a socket that closed with `code` may be opened again by itself. */
export function mayReconnect(code) {
  return code < 4400 || code > 4499;
}

/**
 * Keeps a conversation in step with its thread, over a socket where one opens and by asking the API where none does.
 *
 * @param {object} options
 * @param {string} options.socketUrl where the socket is
 * @param {string} options.messagesUrl the messages of the thread in the API
 * @param {Conversation} options.conversation
 * @param {(state: "connecting"|"ready"|"polling"|"offline"|"closed", code?: string) => void} options.onState
 * @param {() => void} options.onChange called when there is something else to show
 * @param {object} [options.environment] stand-ins for the browser, in tests
 */
export class Connection {
  constructor({ socketUrl, messagesUrl, conversation, onState, onChange, environment = {} }) {
    this.socketUrl = socketUrl;
    this.messagesUrl = messagesUrl;
    this.conversation = conversation;
    this.onState = onState;
    this.onChange = onChange;
    this.WebSocket = environment.WebSocket ?? globalThis.WebSocket;
    this.fetch = environment.fetch ?? ((...wish) => globalThis.fetch(...wish));
    this.setTimeout = environment.setTimeout ?? ((...wish) => globalThis.setTimeout(...wish));
    this.clearTimeout = environment.clearTimeout ?? ((timer) => globalThis.clearTimeout(timer));
    this.newId = environment.newId ?? (() => crypto.randomUUID());
    this.headers = environment.headers ?? {};
    this.attempt = 0;
    this.closed = false;
    this.ready = false;
  }

  open() {
    if (this.closed) return;
    this.onState(this.attempt > 2 ? "polling" : "connecting");
    this.socket = new this.WebSocket(this.socketUrl, ["shop-chat.v1"]);
    const socket = this.socket;
    socket.onmessage = (event) => this.socket === socket && this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.#lost(event.code);
  }

  /** Leave for good: late frames are dropped, nothing is opened again. */
  close() {
    this.closed = true;
    this.ready = false;
    this.#stopTimers();
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
    this.onState("closed");
  }

  /** Send a message; it is kept and repeated under the same id until the server has it. */
  send(body) {
    const clientId = this.newId();
    this.conversation.queue(clientId, body);
    this.onChange();
    this.#transmit(clientId);
    return clientId;
  }

  /** Try again to send what was refused. */
  retry(clientId) {
    const waiting = this.conversation.pending.get(clientId);
    if (!waiting) return;
    waiting.state = "sending";
    this.onChange();
    this.#transmit(clientId);
  }

  /** Come back at once, when the page is seen again or the network is back. */
  wake() {
    if (this.closed || this.ready) return;
    this.#stopTimers();
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
    this.open();
  }

  #transmit(clientId) {
    const waiting = this.conversation.pending.get(clientId);
    if (!waiting) return;
    if (this.ready) this.socket.send(JSON.stringify({ type: "send", client_id: clientId, body: waiting.body }));
    else if (this.attempt > 2) this.#post(waiting);
  }

  #receive(frame) {
    this.alive = true;
    const take = {
      welcome: () => this.#hello(frame),
      reset: () => this.#reload(frame.gen),
      synced: () => this.#synced(frame),
      message: () => this.#message(frame),
      ack: () => this.#acknowledged(frame),
      nack: () => this.#refused(frame),
      pong: () => this.#compare(frame.last),
      error: () => (this.lastError = frame.code),
    }[frame.type];
    take?.();
  }

  #hello(frame) {
    this.thread = frame.thread;
    this.me = frame.me;
    this.heartbeat = frame.heartbeat;
    const { gen, reached } = this.conversation;
    if (gen && gen !== frame.gen) return this.#reload(frame.gen);
    if (!gen) return this.#reload(frame.gen);
    this.#askSince(reached);
  }

  #askSince(after) {
    const held = { [this.thread]: { gen: this.conversation.gen, after } };
    this.socket.send(JSON.stringify({ type: "hello", v: 1, threads: held }));
  }

  async #reload(gen) {
    this.conversation.reset(gen);
    try {
      await this.#fetchHistory("");
    } catch {
      this.socket?.close(1000);
      return;
    }
    if (this.socket && this.thread) this.#askSince(this.conversation.reached);
  }

  async #fetchHistory(query) {
    const answer = await this.fetch(`${this.messagesUrl}${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const history = await answer.json();
    this.conversation.gen = history.gen;
    for (const message of history.messages) this.conversation.take(message);
    this.conversation.cover(history.covers[1]);
    this.onChange();
    return history;
  }

  #synced(frame) {
    this.conversation.cover(frame.covers[1]);
    this.attempt = 0;
    this.ready = true;
    this.onState("ready");
    this.onChange();
    for (const { client_id: clientId, state } of this.conversation.pending.values()) {
      if (state === "sending") this.#transmit(clientId);
    }
    this.#beat();
  }

  #message(frame) {
    const isNew = this.conversation.take(frame);
    if (this.ready && this.conversation.misses(frame.seq)) this.#askSince(this.conversation.reached);
    if (isNew) this.onChange(frame);
  }

  #acknowledged(frame) {
    this.conversation.take({ ...frame, sender: this.me, kind: "text" });
    if (this.conversation.misses(frame.seq)) this.#askSince(this.conversation.reached);
    this.onChange();
  }

  #refused(frame) {
    this.conversation.refuse(frame.client_id, frame.code);
    this.onChange();
  }

  #compare(last) {
    const there = last?.[this.thread];
    if (there !== undefined && this.conversation.misses(there)) this.#askSince(this.conversation.reached);
  }

  #beat() {
    this.clearTimeout(this.beatTimer);
    this.alive = true;
    const beat = () => {
      if (!this.ready) return;
      if (!this.alive) return this.#lost(1006);
      this.alive = false;
      this.socket.send(JSON.stringify({ type: "ping", t: Date.now() }));
      this.beatTimer = this.setTimeout(beat, this.heartbeat * 1000);
    };
    this.beatTimer = this.setTimeout(beat, this.heartbeat * 1000);
  }

  #lost(code) {
    this.ready = false;
    this.#stopTimers();
    this.socket = null;
    if (this.closed) return;
    if (!mayReconnect(code)) {
      this.closed = true;
      this.onState("closed", this.lastError);
      return;
    }
    this.attempt += 1;
    this.onState(this.attempt > 2 ? "polling" : "offline");
    if (this.attempt > 2) this.#poll();
    this.openTimer = this.setTimeout(() => this.open(), backoff(this.attempt));
  }

  async #poll() {
    if (this.closed || this.ready) return;
    try {
      for (const waiting of this.conversation.pending.values()) {
        if (waiting.state === "sending") await this.#post(waiting);
      }
      await this.#fetchHistory(this.conversation.gen ? `?after=${this.conversation.reached}` : "");
    } catch {
      // the next round asks again
    }
    this.pollTimer = this.setTimeout(() => this.#poll(), 5000);
  }

  async #post({ client_id: clientId, body }) {
    const answer = await this.fetch(this.messagesUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...this.headers },
      body: JSON.stringify({ client_id: clientId, body }),
    });
    const said = await answer.json();
    if (answer.ok) this.conversation.take(said);
    else this.conversation.refuse(clientId, said.code);
    this.onChange();
  }

  #stopTimers() {
    for (const timer of [this.beatTimer, this.openTimer, this.pollTimer]) this.clearTimeout(timer);
  }
}
