/** A point on the Earth in degrees: north and east are positive. */
export type Point = { readonly latitude: number; readonly longitude: number }

/** Latitude and longitude of each country's centre of population, estimated to half degrees: where its players are, rather than its land. */
const points = `
AO -11 15, BF 12.5 -1.5, BI -3.5 30, BJ 7.5 2.5, BW -23.5 26, CD -3.5 23, CF 5.5 19, CG -4 14.5, CI 6.5 -5.5, CM 5 11.5, CV 15 -23.5,
DJ 11.5 43, DZ 35.5 3.5, EG 29.5 31, EH 26 -14, ER 15.5 39, ET 9 39, GA 0 10.5, GH 6.5 -1, GM 13.5 -16, GN 10 -11.5, GQ 2.5 10,
GW 12 -15.5, KE -0.5 37, KM -12 43.5, LR 6.5 -10, LS -29.5 28, LY 32 15, MA 33 -6.5, MG -19 47, ML 13 -6.5, MR 17.5 -14, MU -20.5 57.5,
MW -14 34.5, MZ -17 36.5, NA -20 17, NE 13.5 7, NG 9 7, RE -21 55.5, RW -2 30, SC -4.5 55.5, SD 14 32.5, SH -16 -5.5, SL 8.5 -12,
SN 14.5 -16, SO 3.5 45, SS 7 31, ST 0.5 6.5, SZ -26.5 31.5, TD 11.5 17, TG 7.5 1, TN 35.5 10, TZ -5.5 35.5, UG 1 32.5, YT -13 45,
ZA -28 27.5, ZM -14 28, ZW -18.5 30.5,
AQ -90 0, BV -54.5 3.5, GS -54.5 -36.5, HM -53 73.5, TF -49.5 69.5,
AE 25 55, AF 34.5 67.5, AM 40 44.5, AZ 40.5 48.5, BD 24 90, BH 26 50.5, BN 5 115, BT 27.5 90, CC -12 97, CN 33 113, CX -10.5 105.5,
CY 35 33, GE 42 44, HK 22.5 114, ID -5.5 110.5, IL 32 35, IN 23.5 80.5, IO -7.5 72.5, IQ 33.5 44.5, IR 34 51.5, JO 32 36, JP 35.5 137.5,
KG 42 74, KH 12 105, KP 39.5 126.5, KR 36.5 127.5, KW 29.5 48, KZ 47 71, LA 18 103.5, LB 34 35.5, LK 7 80.5, MM 20 96, MN 48 106,
MO 22 113.5, MV 4 73.5, MY 4 104, NP 27.5 85, OM 23 57.5, PH 13 122, PK 31 71.5, PS 32 35, QA 25.5 51.5, SA 23.5 44.5, SG 1.5 104,
SY 35 37, TH 14.5 101, TJ 38.5 69, TL -8.5 126, TM 38.5 60, TR 39 33, TW 24 121, UZ 40.5 67.5, VN 16 106.5, YE 14.5 45,
AD 42.5 1.5, AL 41 20, AT 48 15, AX 60 20, BA 44 18, BE 51 4.5, BG 42.5 25, BY 53.5 28, CH 47 8, CZ 49.5 15.5, DE 51 9.5, DK 56 11,
EE 59 25.5, ES 40 -3, FI 61.5 25, FO 62 -7, FR 47 2.5, GB 52.5 -1.5, GG 49.5 -2.5, GI 36 -5.5, GR 38.5 23.5, HR 45.5 16, HU 47.5 19.5,
IE 53 -7, IM 54 -4.5, IS 64.5 -20.5, IT 43 12, JE 49 -2, LI 47 9.5, LT 55 24, LU 49.5 6, LV 57 24.5, MC 43.5 7.5, MD 47 28.5,
ME 42.5 19.5, MK 41.5 21.5, MT 36 14.5, NL 52 5, NO 60.5 9.5, PL 52 19, PT 39.5 -8.5, RO 45.5 25.5, RS 44.5 20.5, RU 55.5 51,
SE 59 15.5, SI 46 15, SJ 78 16, SK 48.5 19, SM 44 12.5, UA 49 31.5, VA 42 12.5, XK 42.5 21,
AG 17 -62, AI 18 -63, AW 12.5 -70, BB 13 -59.5, BL 18 -63, BM 32.5 -65, BQ 12 -68.5, BS 25 -77.5, BZ 17.5 -88.5, CA 48.5 -87, CR 10 -84,
CU 22 -79.5, CW 12 -69, DM 15.5 -61.5, DO 19 -70.5, GD 12 -61.5, GL 66 -51, GP 16 -61.5, GT 15 -90.5, HN 14.5 -87, HT 18.5 -72.5,
JM 18 -77, KN 17.5 -62.5, KY 19.5 -81, LC 14 -61, MF 18 -63, MQ 14.5 -61, MS 16.5 -62, MX 20.5 -100, NI 12.5 -86, PA 8.5 -80,
PM 47 -56, PR 18.5 -66.5, SV 13.5 -89, SX 18 -63, TC 22 -72, TT 10.5 -61.5, US 37.5 -92, VC 13 -61, VG 18.5 -64.5, VI 18 -65,
AS -14.5 -170.5, AU -32 146, CK -21 -160, FJ -18 178, FM 7 155.5, GU 13.5 145, KI 1.5 173, MH 7 171, MP 15 145.5, NC -22 166,
NF -29 168, NR -0.5 167, NU -19 -170, NZ -39.5 175.5, PF -17.5 -149.5, PG -6.5 146, PN -25 -130, PW 7.5 134.5, SB -9 160, TK -9 -172,
TO -21 -175, TV -8.5 179, UM 19.5 166.5, VU -17 168, WF -13.5 -177, WS -14 -172,
AR -33.5 -61.5, BO -17.5 -66, BR -16.5 -46, CL -34.5 -71, CO 5.5 -75, EC -1.5 -79, FK -51.5 -58, GF 5 -53, GY 6.5 -58, PE -10 -76,
PY -25.5 -57, SR 5.5 -55, UY -34 -56, VE 10 -67.5`

/** Central points of all countries, by code. */
export const centralPoints: ReadonlyMap<string, Point> = new Map(
  points
    .trim()
    .split(/,\s+/)
    .map((entry): [string, Point] => {
      const [country = '', latitude, longitude] = entry.split(' ')
      return [country, { latitude: Number(latitude), longitude: Number(longitude) }]
    }),
)
