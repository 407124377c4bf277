/** The declarations name what the module exports, and nothing else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as module from '../cardea.js';

const declarations = readFileSync(new URL('../cardea.d.ts', import.meta.url), 'utf8');

/** The members of a class in the declarations. */
function declared(name) {
  const body = declarations.match(new RegExp(`declare class ${name}\\b[^]*?\\n}`))[0];
  const members = body.matchAll(/^ {2}(?:readonly )?(\w+)[(:<?]/gm);
  return [...new Set([...members].map(([, member]) => member))].filter((m) => m !== 'constructor');
}

test('every export is declared, and every declared value is exported', () => {
  const values = declarations.matchAll(/^export declare (?:const|class|function) (\w+)/gm);
  assert.deepEqual([...values].map(([, name]) => name).sort(), Object.keys(module).sort());
});

for (const name of ['Session', 'Stream', 'Room', 'ByteReader', 'ByteWriter']) {
  test(`every declared member of ${name} exists`, () => {
    const type = module[name];
    const session = new module.Session({ url: 'ws://none', transport: () => {} });
    const examples = {
      Session: session,
      Stream: session.agent,
      Room: type.prototype,
      ByteReader: new module.ByteReader(new Uint8Array()),
      ByteWriter: new module.ByteWriter(),
    };
    const fields = name === 'Room' ? ['key'] : [];
    const missing = declared(name).filter((m) => !(m in examples[name]) && !fields.includes(m));
    assert.ok(declared(name).length > 0);
    assert.deepEqual(missing, []);
  });
}
