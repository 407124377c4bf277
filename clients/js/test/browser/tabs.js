/** Chromium, and a page as a visitor uses it; of the chat more than of others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** What Chromium itself says when a connection is cut. */
const CUT = /WebSocket connection to .* failed/;

export class Browser {
  static async launch() {
    const browser = new Browser();
    browser.folder = mkdtempSync(join(tmpdir(), 'cardea-browser-'));
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    browser.chromium = await chromium.launch({ executablePath, args: FLAGS });
    return browser;
  }

  /** A tab of its own: nothing is shared with others. */
  async tab(origin, options = {}) {
    const context = await this.chromium.newContext({
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    return Tab.open(context, origin);
  }

  async close() {
    await this.chromium.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Tab {
  /** What the console and the page complained about. */
  problems = [];

  static async open(context, origin) {
    const tab = new Tab();
    tab.context = context;
    tab.page = await context.newPage();
    tab.page.on('pageerror', (error) => tab.problems.push(error.message));
    tab.page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !CUT.test(message.text())) {
        tab.problems.push(message.text());
      }
    });
    tab.response = await tab.page.goto(origin);
    return tab;
  }

  async signIn(name) {
    await this.page.fill('#name', name);
    await this.page.click('#sign-in button');
    await this.page.waitForSelector('#status[data-state="open"]');
    await this.page.waitForSelector('.person', { state: 'attached' });
    return this;
  }

  async say(text) {
    await this.page.fill('#text', text);
    await this.page.press('#text', 'Enter');
  }

  /** All that was said here, oldest first, without what is still on its way. */
  said() {
    return this.page.$$eval('.said:not(.pending) .words', (all) => all.map((p) => p.textContent));
  }

  /** Waits until `text` was said. */
  async heard(text) {
    await this.page.waitForFunction(
      (wanted) =>
        [...document.querySelectorAll('.said:not(.pending) .words')].some(
          (words) => words.textContent === wanted,
        ),
      text,
    );
  }

  /** Waits until an element that fits `selector` holds `text`. */
  async sees(selector, text) {
    await this.page.waitForFunction(
      ([where, wanted]) =>
        [...document.querySelectorAll(where)].some((e) => e.textContent.includes(wanted)),
      [selector, text],
    );
  }

  /** What a browser says when it has a network again: the client does not wait any longer. */
  async online() {
    await this.page.evaluate(() => globalThis.dispatchEvent(new Event('online')));
  }

  /** The connection's number: rises with each that was made. */
  attempt() {
    return this.page.evaluate(() => globalThis.chat.session.attempt);
  }

  async close() {
    await this.context.close();
  }
}
