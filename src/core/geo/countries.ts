import { fail, ok, printable, type Result } from '../result.ts'

/** Codes of the continents, as country databases use them. */
export const continents = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] as const
export type Continent = (typeof continents)[number]

/** Countries of each continent: ISO 3166-1 alpha-2, and XK, which country databases use for Kosovo. */
const countriesOf: Readonly<Record<Continent, string>> = {
  AF: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW',
  AN: 'AQ BV GS HM TF',
  AS: 'AE AF AM AZ BD BH BN BT CC CN CX CY GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE',
  EU: 'AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK',
  NA: 'AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI',
  OC: 'AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS',
  SA: 'AR BO BR CL CO EC FK GF GY PE PY SR UY VE',
}

const continentByCountry: ReadonlyMap<string, Continent> = new Map(
  continents.flatMap((continent) => countriesOf[continent].split(' ').map((country) => [country, continent])),
)

/** All codes of countries, sorted. */
export const countries: readonly string[] = [...continentByCountry.keys()].toSorted()

/** Continent of a country; undefined for a code that is not in use. */
export function continentOf(country: string): Continent | undefined {
  return continentByCountry.get(country)
}

export const countryShape = /^[A-Z]{2}$/

/** Parses the code of a country. Fails with COUNTRY_INVALID. */
export function parseCountry(input: string): Result<string> {
  if (continentByCountry.has(input)) return ok(input)
  const received = printable(input)
  return fail({
    code: 'COUNTRY_INVALID',
    received,
    allowed: 'two capital letters of ISO 3166-1, or XK',
    remedy: 'give the code of a country, for example "DE"',
  })
}

/** Parses the code of a continent. Fails with CONTINENT_INVALID. */
export function parseContinent(input: string): Result<Continent> {
  const known = continents.find((continent) => continent === input)
  if (known !== undefined) return ok(known)
  return fail({
    code: 'CONTINENT_INVALID',
    received: printable(input),
    allowed: continents.join(', '),
    remedy: 'give the code of a continent, for example "EU"',
  })
}
