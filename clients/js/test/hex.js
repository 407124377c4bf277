export const fromHex = (hex) =>
  Uint8Array.from(hex.match(/../g) ?? [], (octet) => Number.parseInt(octet, 16));

export const toHex = (bytes) =>
  [...bytes].map((octet) => octet.toString(16).padStart(2, '0')).join('');
