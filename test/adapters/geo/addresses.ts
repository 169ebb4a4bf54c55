/** Records of the file of countries: in the form of MaxMind's, in that of others, and some of no use. */
export const countryRecords = {
  '1.0.0.0/8': { country: { iso_code: 'AU' }, continent: { code: 'OC' } },
  '1.2.0.0/16': { country: { iso_code: 'DE', names: { en: 'Germany' } } },
  '1.2.3.0/24': { country_code: 'FR' },
  '1.2.3.128/25': { country_code: 'CH', continent_code: 'EU' },
  '1.2.3.200/32': { country: { iso_code: 'AT' } },
  '0.0.0.1/32': { country: { iso_code: 'BR' } },
  '193.0.0.0/8': { country_code: 'NL' },
  '193.99.0.0/16': { country: { iso_code: 'DE' }, continent: { code: 'EU', geoname_id: 6_255_148 } },
  '200.0.0.0/7': { continent: { code: 'SA' } },
  '203.0.113.0/24': { country: { iso_code: 'ZZ' }, continent_code: 'XX' },
  '223.255.255.0/24': { country: { iso_code: 'JP' } },
  '255.255.255.255/32': { country: { iso_code: 'US' } },
  '2001:db8::/32': { country_code: 'GB' },
  '2001:db8:1::/48': { country: { iso_code: 'IE' } },
  '2001:db8:1:ff00::/56': { country: { iso_code: 'US' } },
  '2001:db8:1:ff80::/57': { country: { iso_code: 'CA' } },
  '2001:db8:1:ff80::1/128': { country: { iso_code: 'MX' } },
  '2a00::/12': { country_code: 'FR' },
  'fc00::/7': { country_code: 'SE' },
  '2000::/16': { country_code: 'JP' },
}

export const asnRecords = {
  '1.2.0.0/15': { autonomous_system_number: 64_496, autonomous_system_organization: 'Example' },
  '1.2.3.0/25': { asn: 'AS64497' },
  '193.99.144.0/20': { asn: 3_320 },
  '223.0.0.0/8': { asn: '1' },
  '198.51.100.0/24': { autonomous_system_number: 0 },
  '2001:db8::/31': { autonomous_system_number: 64_500 },
  '2a00::/12': { autonomous_system_number: 4_294_967_295 },
}

/** An address, its country, its continent and its autonomous system, worked out by another program; "-": unknown. */
const table = `
  0.255.255.255 - - -
  1.0.0.0 AU OC -
  1.127.255.255 AU OC -
  1.255.255.255 AU OC -
  2.0.0.0 - - -
  1.1.255.255 AU OC -
  1.2.0.0 DE EU 64496
  1.2.127.255 DE EU 64496
  1.2.255.255 DE EU 64496
  1.3.0.0 AU OC 64496
  1.2.2.255 DE EU 64496
  1.2.3.0 FR EU 64497
  1.2.3.127 FR EU 64497
  1.2.3.255 CH EU 64496
  1.2.4.0 DE EU 64496
  1.2.3.128 CH EU 64496
  1.2.3.191 CH EU 64496
  1.2.3.199 CH EU 64496
  1.2.3.200 AT EU 64496
  1.2.3.201 CH EU 64496
  0.0.0.0 - - -
  0.0.0.1 BR SA -
  0.0.0.2 - - -
  192.255.255.255 - - -
  193.0.0.0 NL EU -
  193.127.255.255 NL EU -
  193.255.255.255 NL EU -
  194.0.0.0 - - -
  193.98.255.255 NL EU -
  193.99.0.0 DE EU -
  193.99.127.255 DE EU -
  193.99.255.255 DE EU -
  193.100.0.0 NL EU -
  199.255.255.255 - - -
  200.0.0.0 - SA -
  200.255.255.255 - SA -
  201.255.255.255 - SA -
  202.0.0.0 - - -
  203.0.112.255 - - -
  203.0.113.0 - - -
  203.0.113.127 - - -
  203.0.113.255 - - -
  203.0.114.0 - - -
  223.255.254.255 - - 1
  223.255.255.0 JP AS 1
  223.255.255.127 JP AS 1
  223.255.255.255 JP AS 1
  224.0.0.0 - - -
  255.255.255.254 - - -
  255.255.255.255 US NA -
  2001:db7:ffff:ffff:ffff:ffff:ffff:ffff - - -
  2001:db8:: GB EU 64500
  2001:db8:7fff:ffff:ffff:ffff:ffff:ffff GB EU 64500
  2001:db8:ffff:ffff:ffff:ffff:ffff:ffff GB EU 64500
  2001:db9:: - - 64500
  2001:db8:0:ffff:ffff:ffff:ffff:ffff GB EU 64500
  2001:db8:1:: IE EU 64500
  2001:db8:1:7fff:ffff:ffff:ffff:ffff IE EU 64500
  2001:db8:1:ffff:ffff:ffff:ffff:ffff CA NA 64500
  2001:db8:2:: GB EU 64500
  2001:db8:1:feff:ffff:ffff:ffff:ffff IE EU 64500
  2001:db8:1:ff00:: US NA 64500
  2001:db8:1:ff7f:ffff:ffff:ffff:ffff US NA 64500
  2001:db8:1:ff80:: CA NA 64500
  2001:db8:1:ffbf:ffff:ffff:ffff:ffff CA NA 64500
  2001:db8:1:ff80::1 MX NA 64500
  2001:db8:1:ff80::2 CA NA 64500
  29ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff - - -
  2a00:: FR EU 4294967295
  2a07:ffff:ffff:ffff:ffff:ffff:ffff:ffff FR EU 4294967295
  2a0f:ffff:ffff:ffff:ffff:ffff:ffff:ffff FR EU 4294967295
  2a10:: - - -
  fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff - - -
  fc00:: SE EU -
  fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff SE EU -
  fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff SE EU -
  fe00:: - - -
  1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff - - -
  2000:: JP AS -
  2000:7fff:ffff:ffff:ffff:ffff:ffff:ffff JP AS -
  2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff JP AS -
  2001:: - - -
  1.3.255.255 AU OC 64496
  1.4.0.0 AU OC -
  1.2.3.63 FR EU 64497
  193.99.143.255 DE EU -
  193.99.144.0 DE EU 3320
  193.99.151.255 DE EU 3320
  193.99.159.255 DE EU 3320
  193.99.160.0 DE EU -
  222.255.255.255 - - -
  223.0.0.0 - - 1
  223.127.255.255 - - 1
  198.51.99.255 - - -
  198.51.100.0 - - -
  198.51.100.127 - - -
  198.51.100.255 - - -
  198.51.101.0 - - -
  2001:db9:ffff:ffff:ffff:ffff:ffff:ffff - - 64500
  2001:dba:: - - -
  ::ffff:1.2.3.4 FR EU 64497
  ::ffff:102:304 FR EU 64497
  ::ffff:1.2.3.200 AT EU 64496
  ::ffff:102:3c8 AT EU 64496
  ::ffff:193.99.144.85 DE EU 3320
  ::ffff:c163:9055 DE EU 3320
  ::ffff:10.0.0.1 - - -
  ::ffff:a00:1 - - -
  ::ffff:203.0.113.9 - - -
  ::ffff:cb00:7109 - - -
  ::ffff:255.255.255.255 US NA -
  ::ffff:ffff:ffff US NA -
  ::ffff:0.0.0.1 BR SA -
  ::ffff:0:1 BR SA -
  ::ffff:200.1.2.3 - SA -
  ::ffff:c801:203 - SA -
  ::ffff:1.255.255.255 AU OC -
  ::ffff:1ff:ffff AU OC -
  ::ffff:223.255.255.7 JP AS 1
  ::ffff:dfff:ff07 JP AS 1
  10.255.255.255 - - -
  172.16.0.1 - - -
  192.168.1.1 - - -
  127.0.0.1 - - -
  169.254.1.1 - - -
  100.64.0.1 - - -
  224.0.0.1 - - -
  198.18.0.1 - - -
  :: - - -
  ::1 - - -
  fe80::1 - - -
  fd00::1 SE EU -
  ff02::1 - - -
  2002:102:304::1 - - -
  2001:0:102:304::1 - - -
  64:ff9b::102:304 - - -
  ::102:304 - - -
  3fff::1 - - -
  4000::1 - - -
  2001:db9:5d99:8017:f5e2:fc57:4dad:2986 - - 64500
  1.2.3.134 CH EU 64496
  193.99.196.178 DE EU -
  2a0a:97d8:35c3:3744:af92:9a91:f487:3115 FR EU 4294967295
  2a02:9ea0:68e0:6b0c:4f27:b35c:11b5:aecd FR EU 4294967295
  1.2.145.1 DE EU 64496
  1.2.3.104 FR EU 64497
  2a00:9219:561d:2417:eb83:7ba8:818d:ced3 FR EU 4294967295
  2001:db8:1:1a74:925b:1ec9:5f48:7bc IE EU 64500
  198.51.100.181 - - -
  1.2.244.88 DE EU 64496
  2001:db8:8e8b:88c2:1df9:9531:3d2b:9a36 GB EU 64500
  193.99.184.43 DE EU -
  1.2.136.206 DE EU 64496
  1.2.3.141 CH EU 64496
  193.66.75.251 NL EU -
  201.58.253.175 - SA -
  1.2.3.197 CH EU 64496
  223.255.255.4 JP AS 1
  1.2.178.45 DE EU 64496
  1.239.47.115 AU OC -
  223.139.133.130 - - 1
  2001:db8:1:ffc2:4f4e:45b4:32c3:233d CA NA 64500
  1.2.3.248 CH EU 64496
  1.70.219.88 AU OC -
  2001:db8:d103:2239:9713:d85b:fa84:3e7c GB EU 64500
  200.154.107.180 - SA -
  1.2.3.28 FR EU 64497
  193.25.183.118 NL EU -
  2a02:668a:7af1:f5a6:6757:bf9b:ff41:dda5 FR EU 4294967295
  2a0d:d69:8dd1:e2d3:38f4:afe:7c8a:1d56 FR EU 4294967295
  1.2.3.235 CH EU 64496
  198.51.100.111 - - -
  193.99.247.68 DE EU -
  223.255.255.96 JP AS 1
  223.216.105.158 - - 1
  1.2.168.81 DE EU 64496
  fd78:c8ed:503f:a075:9ceb:f55d:3b29:51af SE EU -
  203.0.113.222 - - -
  fdc8:404a:76b0:de6f:730a:9469:2dc2:aa9f SE EU -
  2a00:631f:73eb:ab4:7994:c5ba:8ca3:b38a FR EU 4294967295
  203.0.113.134 - - -
  2a08:8cab:d42:e3ad:3614:69ba:5429:1223 FR EU 4294967295
  1.2.3.131 CH EU 64496
  1.57.194.174 AU OC -
  2001:db8:1:ffcd:e7f5:24d3:b5d2:693 CA NA 64500
  2000:3287:c7ae:c41c:fe3b:3a80:343c:e95d JP AS -
  198.51.100.13 - - -
  2001:db8:1:ff3e:cb40:1a2e:6665:bc5 US NA 64500
  2001:db8:1:604c:f50:5479:8a07:2ef6 IE EU 64500
  2a0b:1d31:5b5d:a72d:44f9:b143:4328:9d78 FR EU 4294967295
  2a00:3d13:e9b6:1816:67d0:cba5:6aa9:40ea FR EU 4294967295
  1.2.3.17 FR EU 64497
  1.3.35.170 AU OC 64496
  223.255.255.164 JP AS 1
  1.2.3.213 CH EU 64496
  2001:db8:1:fff1:4886:f6f2:d263:d0e2 CA NA 64500
  1.2.3.193 CH EU 64496
  193.99.37.188 DE EU -
  1.2.3.107 FR EU 64497
  203.0.113.102 - - -
`

export const addresses = table
  .trim()
  .split('\n')
  .map((line) => {
    const [address = '', ...facts] = line.trim().split(' ')
    const [country, continent, asn] = facts.map((fact) => (fact === '-' ? undefined : fact))
    return { address, country, continent, asn: asn === undefined ? undefined : Number(asn) }
  })
