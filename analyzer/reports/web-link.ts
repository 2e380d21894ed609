// Which addresses become links: those of the web, in the characters that addresses have. Rules are written by anybody.

export const isWebLink = (address: string): boolean =>
  address.length <= 2000 && /^https?:\/\/[\w#$%&()*+,\-./:;=?@[\]~!]+$/.test(address)
