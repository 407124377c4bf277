/** What Node's test runner prints: each failure in full, a line for each file, and the totals. */
import { basename, isAbsolute } from 'node:path';
import { inspect } from 'node:util';

/** Lines of a stack that are the runner's own. */
const RUNNER = /^\s*at .*node:internal.*\n?/gm;

export default async function* report(events) {
  const files = new Map();
  const begun = new Set();
  for await (const { type, data } of events) {
    if (type === 'test:dequeue') {
      begun.add(place(data));
    } else if (type === 'test:fail') {
      yield `FAILED ${place(data)}\n${why(data.details.error)}\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    }
    if (type === 'test:fail' || type === 'test:pass') {
      begun.delete(place(data));
      const name = basename(data.file ?? data.name);
      const counts = files.get(name) ?? { passed: 0, failed: 0, skipped: 0, millis: 0 };
      counts[kind(type, data)]++;
      counts.millis += data.nesting === 0 ? data.details.duration_ms : 0;
      files.set(name, counts);
    }
  }
  for (const test of [...begun].filter((test) => !isAbsolute(test))) {
    yield `FAILED never ended: ${test}\n`; // a file is a test too, whose end is told if it failed
  }
  for (const [name, counts] of files) {
    yield line(name, counts);
  }
  yield line('all', sum([...files.values()]));
}

function place({ name, file, line }) {
  return `${name} (${file}:${line})`;
}

function kind(type, { skip, todo }) {
  if (skip !== undefined || todo !== undefined) {
    return 'skipped';
  }
  return type === 'test:pass' ? 'passed' : 'failed';
}

function sum(all) {
  const total = { passed: 0, failed: 0, skipped: 0, millis: 0 };
  for (const counts of all) {
    Object.keys(total).forEach((key) => (total[key] += counts[key]));
  }
  return total;
}

function line(name, { passed, failed, skipped, millis }) {
  const seconds = (millis / 1000).toFixed(1).padStart(6);
  const left = skipped > 0 ? `  ${skipped} skipped` : '';
  const verdict = failed > 0 ? `  ${failed} FAILED` : '';
  return `${name.padEnd(24)} ${String(passed).padStart(4)} passed ${seconds} s${left}${verdict}\n`;
}

/** The cause: the runner wraps it in an error of its own. */
function why(error) {
  return inspect(error.cause ?? error, { depth: 5 }).replace(RUNNER, '').replace(/^/gm, '  ');
}
