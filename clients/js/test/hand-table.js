/** A table by hand, with what an Interpolation needs. */
export class HandTable {
  tick = 0;
  rows = new Map();
  #listeners = { put: new Set(), change: new Set(), remove: new Set() };

  on(name, listener) {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  [Symbol.iterator]() {
    return this.rows[Symbol.iterator]();
  }

  /** After that tick the row is so. */
  say(tick, key, row) {
    this.tick = tick;
    const name = this.rows.has(key) ? 'change' : 'put';
    this.rows.set(key, row);
    this.#listeners[name].forEach((listener) => listener(key, row));
  }

  remove(tick, key) {
    this.tick = tick;
    this.rows.delete(key);
    this.#listeners.remove.forEach((listener) => listener(key));
  }

  get listeners() {
    return Object.values(this.#listeners).reduce((sum, { size }) => sum + size, 0);
  }
}
