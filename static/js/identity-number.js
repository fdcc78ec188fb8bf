// Whether a NIK or the number of a family card stands in a text: the rule of botram/identity_numbers.py, which explains it.
// tests/identity_numbers.json holds both to the same answers.
const LENGTH = 16;
const PROVINCES = new Set(
  "09 10 11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 54 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97".split(" "),
);
const WOMAN = 40;
const LONGEST_READ = 20_000;
const LOOK_ALIKES = [
  [/[·•․‧∙⋅・。●]/gu, "."],
  [/[⁄∕⧸]/gu, "/"],
  [/[\u115f\u1160]/gu, ""],
  [/[\p{Pd}−]/gu, "-"],
  [/[\p{Cc}\p{Z}]+/gu, " "],
  [/[\p{Cf}\p{M}]/gu, ""],
  [/\p{Nd}/gu, digit],
  [/[\p{L}\p{Nl}\p{No}]/gu, "x"],
  [/ +/gu, " "],
];
const DAY = "(?:0?[1-9]|[12][0-9]|3[01])";
const MONTH = "(?:0?[1-9]|1[0-2])";
const YEAR = "(?:19|20)[0-9]{2}";
const HOUR = "(?:[01]?[0-9]|2[0-4])";
const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");
const ITEMS = [
  `${HOUR}[.:][0-5][0-9](?:[.:][0-5][0-9])?`,
  "(?:[01][0-9]|2[0-3]) [0-5][0-9]",
  `${DAY} ?([\\-./ ]) ?${MONTH} ?\\1 ?(?:19|20)?[0-9]{2}`,
  `${YEAR}([\\-./])${MONTH}\\1${DAY}`,
  `(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])${YEAR}`,
  `${DAY}[\\/\\-]${MONTH}`,
  YEAR,
  "[2-9][0-9]{2,3}-[0-9]{3,4}",
  "1500[\\-. ]?[0-9]{3}",
  "(?:[0-9]|1[01]|9[4-9]|1[0-3][0-9]|14[01])[.,][0-9]{3,15}",
  "[0-9]{1,3}[^0-9]*°[^0-9]*[0-9]{1,2}[^0-9]{1,3}[0-9]{1,2}(?:[.,][0-9]+)?",
  "[0-9]{1,3}([.,'])[0-9]{3}(?:\\1[0-9]{3})*(?:[.,][0-9]{2})?",
  "[1-9][0-9]\\.[0-9]{2}\\.[0-9]{2}\\.[12][0-9]{3}",
  `[0-9]{1,4}/${DAY}/${MONTH}/${YEAR}`.replaceAll("/", "\\/"),
  `[0-9]{3}(?:\\.[0-9]{1,2})*\\/[0-9]{1,4}(?:\\/${DAY}\\.${DAY}\\.${YEAR})?`,
  "0[0-9]{2}\\/0[0-9]{2}",
  `${YEAR}[0-9]{4} ?${YEAR}[0-9]{2} ?[12] ?[0-9]{3}`,
  "[1-9][0-9]{4}",
].map(whole);
const RANGE = whole("(?=[0-9]{1,2} ?- ?[0-9]{1,2}$|[0-9]{4} ?- ?[0-9]{4}$)([0-9]+) ?- ?([0-9]+)");
const TELEPHONE = whole("(?:0[0-9]{2,}|62(?=.*[0-9]{3})[0-9]*)(?:[ \\(\\)]{0,2}[\\-.\\/ \\(\\)][ \\(\\)]{0,2}[0-9]+)*");
const TELEPHONE_IN_PAIRS = whole("0[0-9]([\\-. ])[0-9]{2}(?:\\1[0-9]{2}){3,4}");
const TELEPHONE_DIGITS = whole("(?:0|62)(?:8[0-9]{8,11}|[2-79][0-9]{7,10})");

export function holdsIdentityNumber(text) {
  const rows = plainText(text).split(/x|[,;] /u).map(rowOf).filter((row) => row.windows.size);
  return rows.length > 0 && (text.length > LONGEST_READ || rows.some((row) => numbersIn(row) > 0));
}

function plainText(text) {
  return LOOK_ALIKES.reduce((plain, [seen, read]) => plain.replace(seen, read), text.normalize("NFKC"));
}

// The value of a digit of any script: ten follow each other, from a code point that ends in 0 or in 6.
function digit(letter) {
  const code = letter.codePointAt(0);
  const value = code % 16;
  return String(/\p{Nd}/u.test(String.fromCodePoint(code - value)) ? value : value - 6);
}

function isIdentityNumber(digits) {
  return digits.length === LENGTH && PROVINCES.has(digits.slice(0, 2)) && isDay(digits.slice(6, 12));
}

function isDay(digits) {
  const [day, month, year] = [0, 2, 4].map((place) => Number(digits.slice(place, place + 2)));
  const ofMonth = day > WOMAN ? day - WOMAN : day;
  const found = new Date(Date.UTC(2000 + year, month - 1, ofMonth));
  return month >= 1 && found.getUTCMonth() === month - 1 && found.getUTCDate() === ofMonth;
}

// A row of digits: its groups, and which neighbouring ones can be an identity number, by "start end".
function rowOf(text) {
  const groups = [...text.matchAll(/[0-9]+/gu)].map((found) => ({ digits: found[0], start: found.index, end: found.index + found[0].length }));
  const windows = new Set();
  for (let start = 0; start < groups.length; start++) {
    let digits = "";
    for (let end = start + 1; end <= groups.length && digits.length < LENGTH; end++) {
      digits += groups[end - 1].digits;
      if (isIdentityNumber(digits)) windows.add(`${start} ${end}`);
    }
  }
  return { text, groups, windows };
}

function numbersIn(row) {
  const best = [{ leftOver: 0, numbers: 0 }];
  row.groups.forEach((group, index) => {
    const end = index + 1;
    let { leftOver, numbers } = best[index];
    leftOver += group.digits.length;
    for (let start = Math.max(0, end - LENGTH); start < end; start++) {
      const more = isItem(row, start, end) ? 0 : row.windows.has(`${start} ${end}`) ? 1 : null;
      if (more === null) continue;
      const other = { leftOver: best[start].leftOver, numbers: best[start].numbers + more };
      if (other.leftOver < leftOver || (other.leftOver === leftOver && other.numbers < numbers)) ({ leftOver, numbers } = other);
    }
    best.push({ leftOver, numbers });
  });
  return best[best.length - 1].numbers;
}

function isItem(row, start, end) {
  if (!looksLikeItem(row.text.slice(row.groups[start].start, row.groups[end - 1].end))) return false;
  for (let place = start + 1; place < end; place++) {
    const within = gap(row, place);
    if (within !== " " && (within === gap(row, start) || within === gap(row, end))) return false;
  }
  return true;
}

function gap({ text, groups }, place) {
  return place > 0 && place < groups.length ? text.slice(groups[place - 1].end, groups[place].start) : "";
}

function looksLikeItem(text) {
  if (ITEMS.some((pattern) => pattern.test(text))) return true;
  const range = RANGE.exec(text);
  if (range) {
    const hours = [Number(range[1]), Number(range[2])];
    return hours[0] < hours[1] && (hours[1] <= 31 || hours.every((hour) => hour / 100 < 24 && hour % 100 < 60));
  }
  if (!TELEPHONE.test(text) && !TELEPHONE_IN_PAIRS.test(text)) return false;
  const signs = new Set(text.match(/[\-./]/gu));
  return signs.size < 2 && TELEPHONE_DIGITS.test(text.replace(/[^0-9]/gu, ""));
}
