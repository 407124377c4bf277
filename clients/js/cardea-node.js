/**
 * What Node has beyond browsers: the TCP transport of Cardea, without and with TLS.
 *
 *     import { connect } from './cardea.js';
 *     import { nodeTransport } from './cardea-node.js';
 *
 *     await connect({ url: 'tcp://localhost:7777', transport: nodeTransport(), credential });
 *
 * @module cardea-node
 */
import net from 'node:net';
import tls from 'node:tls';
import { webSocketTransport } from './cardea.js';

/** `CARD`, major version 1, no flags: what every TCP connection begins with. */
const PREAMBLE = Uint8Array.of(0x43, 0x41, 0x52, 0x44, 1, 0);
const LENGTH_BYTES = 3;
/** How long what was written may take to leave once the connection closes. */
const CLOSE_MILLIS_MAX = 1000;

/** Cuts a byte stream into whole records: u24 length, frame. Keeps what is not whole yet. */
class Records {
  #kept = new Uint8Array(0);
  #recordBytesMax;

  constructor(recordBytesMax) {
    this.#recordBytesMax = recordBytesMax;
  }

  /**
   * Takes more bytes in.
   * @returns {Uint8Array | null} the whole records there are now, or null if one is too large
   */
  take(chunk) {
    const bytes = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    let end = 0;
    while (bytes.length - end >= LENGTH_BYTES) {
      const length = (bytes[end] << 16) | (bytes[end + 1] << 8) | bytes[end + 2];
      if (length > this.#recordBytesMax) {
        return null;
      }
      if (bytes.length - end - LENGTH_BYTES < length) {
        break;
      }
      end += LENGTH_BYTES + length;
    }
    this.#kept = bytes.subarray(end);
    return bytes.subarray(0, end);
  }
}

/**
 * A transport for `tcp://host:port` and `tls://host:port`.
 *
 * @param {object} [options]
 * @param {number} [options.recordBytesMax] larger frames end the connection; 128 KiB by default
 * @param {import('node:tls').ConnectionOptions} [options.tls] for example `{ca}`
 * @returns {import('./cardea.js').Transport}
 */
export function tcpTransport({ recordBytesMax = 128 * 1024, tls: tlsOptions = {} } = {}) {
  return (address, listener) => {
    const url = new URL(address);
    const secure = url.protocol === 'tls:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const where = { host, port: Number(url.port) };
    const named = net.isIP(host) ? {} : { servername: host };
    const socket = secure ? tls.connect({ ...named, ...tlsOptions, ...where }) : net.connect(where);
    const records = new Records(recordBytesMax);
    socket.setNoDelay(true);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.write(PREAMBLE);
      listener.opened();
    });
    socket.on('data', (chunk) => {
      const whole = records.take(chunk);
      if (whole === null) {
        socket.destroy();
      } else if (whole.length > 0) {
        listener.bytes(whole);
      }
    });
    socket.on('error', () => {}); // a close always follows
    socket.once('close', () => listener.closed(null, ''));
    return {
      kind: secure ? 'tls' : 'tcp',
      send: (bytes) => socket.write(bytes),
      close: () => {
        socket.end(() => socket.destroy());
        setTimeout(() => socket.destroy(), CLOSE_MILLIS_MAX).unref(); // nobody may be there
      },
    };
  };
}

/**
 * A transport for TCP and WebSocket by the URL, so that a session may go on from one to the other.
 *
 * @param {Parameters<typeof tcpTransport>[0] & {WebSocket?: any}} [options]
 * @returns {import('./cardea.js').Transport}
 */
export function nodeTransport(options = {}) {
  const tcp = tcpTransport(options);
  return (url, listener) => {
    const isWeb = /^wss?:/.test(url);
    return isWeb ? webSocketTransport(options.WebSocket)(url, listener) : tcp(url, listener);
  };
}
