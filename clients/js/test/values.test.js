/** The values of docs/protocol-values.md. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Schema } from '../cardea.js';
import { valueCases } from './vector-cases.js';

const file = new URL('../../../core/src/test/resources/vectors/values.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8'));

valueCases(vectors).forEach(({ name, run }) => test(name, run));

const schemaOf = (wanted) => vectors.schemas.find(({ name }) => name === wanted).schema;

const UNSAYABLE = [
  ['numbers', 'Flag', { on: 1 }],
  ['numbers', 'Octet', { value: 128 }],
  ['numbers', 'Small', { value: 32768 }],
  ['numbers', 'Whole', { value: 2 ** 31 }],
  ['numbers', 'Whole', { value: 0.5 }],
  ['numbers', 'Stamp', { value: 2 ** 53 }],
  ['numbers', 'Stamp', { value: 1n }],
  ['numbers', 'Big', { value: 1 }],
  ['numbers', 'Big', { value: 2n ** 63n }],
  ['numbers', 'Single', { value: 1e300 }],
  ['numbers', 'Real', { value: NaN }],
  ['numbers', 'Steer', { dx: NaN, dy: 0 }],
  ['numbers', 'Nothing', {}],
  ['objects', 'Say', { text: 'x'.repeat(17) }],
  ['objects', 'Say', {}],
  ['objects', 'Say', null],
  ['objects', 'Blob', { bytes: [1] }],
  ['objects', 'Feel', { mood: 'SAD' }],
  ['objects', 'Counts', { values: [1, 2, 3, 4, 5] }],
  ['nested', 'Draw', { shape: { $type: 'Hexagon' }, more: [] }],
];

for (const [schema, message, value] of UNSAYABLE) {
  const shown = JSON.stringify(value, (_, each) =>
    typeof each === 'bigint' ? `${each}n` : Number.isNaN(each) ? 'NaN' : each,
  );
  test(`does not say ${message} ${shown}`, () => {
    const family = new Schema(schemaOf(schema)).family('messages');
    assert.throws(() => family.encode(message, value), { code: 'BAD_VALUE' });
  });
}

test('names the place of what does not fit', () => {
  const family = new Schema(schemaOf('objects')).family('messages');
  const act = () => family.encode('Counts', { values: [1, 'two'] });
  assert.throws(act, { message: /Counts\.values\[1\]: a whole number/ });
});

test('refuses a schema of another form', () => {
  assert.throws(() => new Schema({ cardea: 2, families: {}, types: {} }), { code: 'MALFORMED' });
});
