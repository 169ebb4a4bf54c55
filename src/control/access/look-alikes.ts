/**
 * Replaces letters that look like those of Sluice's own names by these, one for one; `i` counts as `l`. Everything else stays.
 * Takes text in NFKD, which resolves widths and styles.
 */
export function replaceLookAlikes(text: string): string {
  return Array.from(text, (character) => letters.get(character) ?? character).join('')
}

/**
 * Code points in hexadecimal, by the letter that they look like: Unicode 17.0.0, UTS #39, confusables.txt. Left out are marks,
 * characters that NFKD resolves, and letters that occur in no name of Sluice's own.
 */
const codesByLetter = {
  '-': '2d7 6d4 2010 2012 2013 2043 2212 2238 2796 2a29 2a2a 2cb2 2cb3 2cba 2cbb 2e1a',
  ':': '2d0 2f8 589 5c3 703 704 16ec 1803 1809 205a 2236 a4fd a789 11dd9',
  a: '251 391 3b1 410 430 13aa 15c5 2376 237a a4ee 102a0 16f40 1ccd6',
  b: '180 182 183 184 253 392 411 412 42c 462 463 48c 48d 13cf 13f4 1472 1473 15af 15f7 2c82 a4d0 a7b4 10282 102a1 10301 16eb6 1ccd7',
  c: 'a2 23c 421 441 4aa 4ab 1004 105a 13df 1d04 20a1 2ca4 2ca5 a4da abaf 102a2 10302 10415 1043d 1051c 118e9 118f2 1ccd8 1f16e 1f74c',
  d: 'd0 110 111 189 18c 256 257 501 13a0 13e7 146f 15de 15ea 20ab a4d2 a4d3 1ccd9',
  e: '246 247 395 415 435 4bd 4bf 13ac 212e 22ff 2d39 a4f0 ab32 10286 118a6 118ae 1ccda',
  k: '199 39a 41a 49a 49e 13e6 16d5 20ad 2c69 2c94 a4d7 a740 10518 1cce0',
  l: '131 141 142 196 197 19a 1c0 268 269 26a 26b 26d 399 3b9 406 456 4c0 4cf 582 5c0 5d5 5df 627 661 673 6f1 7ca 13a5 13de 14aa 16c1 1d7b 1d7c 2223 2373 2378 23fd 2c92 2c93 2cd0 2d4f a4e1 a4f2 a647 ab75 1028a 10309 10320 1041b 10526 118a3 118b2 118c3 11dda 11de1 16eaa 16f16 16f28 1ccde 1cce1 1ccf1 1d22a 1e8c7',
  m: '271 39c 3fa 41c 4cd 13b7 15f0 16d6 1d6f 20a5 2c98 a4df 102b0 10311 11700 118e3 1cce2',
  n: '14b 19d 19e 273 39d 3b7 572 578 57c 1d70 2c9a a4e0 1018e 10513 1cce3',
  o: 'd8 f8 19f 275 398 39f 3b8 3bf 3c3 3ed 41e 43e 472 473 4e8 4e9 555 585 5e1 647 665 6be 6c1 6d5 6f5 6ff 7c0 966 9e6 a66 ae6 b20 b66 be6 c66 ce6 d20 d66 e50 ed0 1010 101d 1040 10d7 10ff 12d0 13be 13eb 17e0 1d0f 1d11 2296 229d 236c 2c90 2c91 2c9e 2c9f 2d31 2d41 2d54 3007 a4f3 a74a a74b ab3d ab3e ab74 ab8e abbb 10292 102ab 10404 1042c 104c2 104ea 10516 114d0 118b5 118c8 118d7 118e0 11de0 1cce4 1ccf0 1d21a 1f714',
  oo: '221e a698 a699 a74e a74f',
  p: 'fe 1a5 1bf 3a1 3c1 3f8 420 440 13e2 146d 1d7d 2374 2ca2 2ca3 2cce 2ccf a4d1 10295 1cce5',
  r: '1a6 24d 27c 27d 433 493 13a1 13d2 1587 1d26 1d72 2c85 a4e3 ab47 ab48 ab81 104b4 16f35 1cce7 1d216',
  s: '1bd 282 405 455 54f d1f 13d5 13da 1d74 a4e2 a731 abaa 10296 10420 10448 118c1 16f3a 1cce8',
  t: '166 167 1ad 1ae 23e 3a4 422 4ac 13a2 1d75 20ae 22a4 2361 27d9 2ca6 a4d4 10297 102b1 10315 118bc 16f0a 1cce9 1f768',
  ts: '2a6',
  u: '244 28b 3c5 45f 54d 57d 1200 13cc 144c 1d1c 1d7e 222a 22c3 a4f4 a79f ab4e ab52 ab9c 104ce 104f6 118b8 118d8 16f42 1ccea',
  y: 'a5 1b4 24e 24f 263 28f 3a5 3b3 423 443 4ae 4af 4b0 4b1 10e7 13a9 13bd 1d8c 1eff 2ca8 2ca9 a4ec ab5a 102b2 118a4 118dc 16f43 1ccee',
}

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries(codesByLetter).flatMap(([letter, list]) =>
    list.split(' ').map((code) => [String.fromCodePoint(Number.parseInt(code, 16)), letter] as const),
  ),
)
