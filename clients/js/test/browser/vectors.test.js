/** The vectors of docs/PROTOCOL.md inside of Chromium. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser } from './tabs.js';

const PROJECT = new URL('../../../../', import.meta.url);
const TYPES = { '.js': 'text/javascript', '.json': 'application/json', '.html': 'text/html' };

let files;
let browser;

/** Serves the project's files as they are; `/` is an empty page. */
async function serve(request, response) {
  if (request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><link rel="icon" href="data:,"><title>vectors</title>');
    return;
  }
  const content = await readFile(new URL(`.${request.url}`, PROJECT)).catch(() => null);
  response.writeHead(content ? 200 : 404, { 'content-type': TYPES[extname(request.url)] ?? '' });
  response.end(content);
}

before(async () => {
  files = createServer(serve);
  await new Promise((resolve) => files.listen(0, '127.0.0.1', resolve));
  browser = await Browser.launch();
});

after(async () => {
  await browser?.close();
  files?.closeAllConnections();
  files?.close();
});

/** Runs the cases of one file of vectors in the page; `[{name, error}]`. */
async function run(tab, vectors, cases) {
  return tab.page.evaluate(
    async ([vectorsPath, casesName]) => {
      const module = await import('/clients/js/test/vector-cases.js');
      const all = module[casesName](await (await fetch(vectorsPath)).json());
      return all.map(({ name, run: runCase }) => {
        try {
          runCase();
          return { name, error: '' };
        } catch (error) {
          return { name, error: error.message };
        }
      });
    },
    [`/core/src/test/resources/vectors/${vectors}`, cases],
  );
}

for (const [vectors, cases] of [
  ['frames.json', 'frameCases'],
  ['values.json', 'valueCases'],
]) {
  test(`Chromium reads and writes ${vectors}`, async () => {
    const tab = await browser.tab(`http://127.0.0.1:${files.address().port}/`);
    const results = await run(tab, vectors, cases);
    assert.ok(results.length > 40);
    assert.deepEqual(
      results.filter(({ error }) => error !== ''),
      [],
    );
    assert.deepEqual(tab.problems, []);
    await tab.close();
  });
}
