/** The frames of docs/PROTOCOL.md. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { decodeFrame } from '../cardea.js';
import { fromHex } from './hex.js';
import { frameCases } from './vector-cases.js';

const file = new URL('../../../core/src/test/resources/vectors/frames.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8'));

frameCases(vectors).forEach(({ name, run }) => test(name, run));

test('a frame that is cut anywhere is refused or another frame, never a crash', () => {
  for (const { hex } of [...vectors.frames, ...vectors.malformed]) {
    const whole = fromHex(hex);
    for (let end = 0; end < whole.length; end++) {
      try {
        decodeFrame(whole.subarray(0, end));
      } catch (error) {
        assert.equal(error.code, 'MALFORMED');
      }
    }
  }
});
