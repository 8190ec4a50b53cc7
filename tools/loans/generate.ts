import { createRandom, type Random } from '../../engine/random.ts';
import { quantile, targets, type QuantilePoints } from './targets.ts';

/** The table's columns, in order. */
export const loanColumns = [
  'Loan_ID',
  'Gender',
  'Married',
  'Dependents',
  'Education',
  'Self_Employed',
  'ApplicantIncome',
  'CoapplicantIncome',
  'LoanAmount',
  'Loan_Amount_Term',
  'Credit_History',
  'Property_Area',
  'Loan_Status',
] as const;

/** One application; a missing cell is empty. */
export type Loan = Record<(typeof loanColumns)[number], string>;

/**
 * Synthetic loan applications, in blocks of 614 that each resemble `targets`: shares are met by counts and not by
 * chance, amounts by the ranks of latent values that depend on one another. The same seed gives the same rows.
 */
export function* generateLoans(rows: number, seed: number): Generator<Loan[]> {
  const random = createRandom(seed);
  let id = 1002;
  for (let start = 0; start < rows; start += targets.rows) {
    const block = generateBlock(Math.min(targets.rows, rows - start), random);
    for (const loan of block) {
      loan.Loan_ID = `LP${String(id).padStart(6, '0')}`;
      id += 1 + random.integer(5);
    }
    yield block;
  }
}

function generateBlock(rows: number, random: Random): Loan[] {
  const all = indices(rows);
  const gender = byQuota(all, targets.gender, random);
  const married = byGroup(all, gender, (group, members) => {
    const share = targets.marriedByGender[group as 'Male'];
    return byQuota(members, { Yes: share, No: 1 - share }, random);
  });
  const dependents = byGroup(all, married, (group, members) =>
    byQuota(members, targets.dependentsByMarried[group as 'Yes'], random),
  );
  const education = byQuota(all, targets.education, random);
  const selfEmployed = byQuota(all, targets.selfEmployed, random);
  const area = byQuota(all, targets.area, random);
  const term = byQuota(all, targets.term, random);
  const credit = byQuota(all, targets.creditHistory, random);
  const creditMissing = chooseMissing(rows, 'Credit_History', random);
  for (const row of creditMissing) credit.set(row, 'missing');

  const income = byRank(targets.applicantIncome, rows, (row) => {
    return (education.get(row) === 'Graduate' ? 0.5 : 0) + random.normal();
  });
  const coincome = byRank(targets.coapplicantIncome, rows, (row) => {
    return (married.get(row) === 'Yes' ? 0.6 : 0) - 0.2 * Math.log(income[row] / 4000) + random.normal();
  });
  for (let row = 0; row < rows; row++) if (coincome[row] < 600) coincome[row] = 0;
  const { slope, residual } = targets.loanOnIncome;
  const amount = byRank(targets.loanAmount, rows, (row) => {
    return slope * Math.log(income[row] + coincome[row]) + residual * random.normal();
  });

  const traits = all.map((row) => ({
    creditHistory: credit.get(row) ?? '',
    area: area.get(row) ?? '',
    married: married.get(row) ?? '',
    education: education.get(row) ?? '',
  }));
  const approved = approve(traits, random);
  const loans = all.map((row): Loan => ({
    Loan_ID: '',
    Gender: gender.get(row) ?? '',
    Married: married.get(row) ?? '',
    Dependents: dependents.get(row) ?? '',
    Education: education.get(row) ?? '',
    Self_Employed: selfEmployed.get(row) ?? '',
    ApplicantIncome: String(Math.round(income[row])),
    CoapplicantIncome: String(Math.round(coincome[row])),
    LoanAmount: String(Math.round(amount[row])),
    Loan_Amount_Term: term.get(row) ?? '',
    Credit_History: credit.get(row) === 'missing' ? '' : (credit.get(row) ?? ''),
    Property_Area: area.get(row) ?? '',
    Loan_Status: approved[row] ? 'Y' : 'N',
  }));
  for (const column of [
    'Gender',
    'Married',
    'Dependents',
    'Self_Employed',
    'LoanAmount',
    'Loan_Amount_Term',
  ] as const) {
    for (const row of chooseMissing(rows, column, random)) loans[row][column] = '';
  }
  return loans;
}

interface Traits {
  readonly creditHistory: string;
  readonly area: string;
  readonly married: string;
  readonly education: string;
}

/**
 * Which applications are approved: exact shares by credit history; then a Y and an N of equal credit history
 * change places as long as that brings the shares by area, marriage and education nearer to their targets.
 */
function approve(traits: readonly Traits[], random: Random): boolean[] {
  const { byCreditHistory, byArea, byMarried, byEducation } = targets.approval;
  const approved = new Array<boolean>(traits.length).fill(false);
  const groups = groupBy(indices(traits.length), (row) => traits[row].creditHistory);
  for (const [history, members] of groups) {
    const share = byCreditHistory[history as '1'];
    shuffled(members, random)
      .slice(0, Math.round(share * members.length))
      .forEach((row) => (approved[row] = true));
  }

  const cells = new Map<string, { rows: number; wanted: number; found: number }>();
  const keysOf = ({ area, married, education }: Traits): string[] => [
    `a${area}`,
    `m${married}`,
    `e${education}`,
  ];
  const wantedShares = new Map<string, number>([
    ...Object.entries(byArea).map(([level, share]) => [`a${level}`, share] as const),
    ...Object.entries(byMarried).map(([level, share]) => [`m${level}`, share] as const),
    ...Object.entries(byEducation).map(([level, share]) => [`e${level}`, share] as const),
  ]);
  traits.forEach((trait, row) => {
    for (const key of keysOf(trait)) {
      const cell = cells.get(key) ?? { rows: 0, wanted: 0, found: 0 };
      cell.rows++;
      cell.wanted += wantedShares.get(key) ?? 0;
      cell.found += approved[row] ? 1 : 0;
      cells.set(key, cell);
    }
  });
  const gainOf = (trait: Traits, change: number): number => {
    let gain = 0;
    for (const key of keysOf(trait)) {
      const { wanted, found } = cells.get(key) ?? { wanted: 0, found: 0 };
      gain += Math.abs(found - wanted) - Math.abs(found + change - wanted);
    }
    return gain;
  };
  const change = (row: number, to: boolean): void => {
    approved[row] = to;
    for (const key of keysOf(traits[row])) {
      const cell = cells.get(key);
      if (cell) cell.found += to ? 1 : -1;
    }
  };
  for (let trial = 0; trial < 20 * traits.length; trial++) {
    const members = groups.get(traits[random.integer(traits.length)].creditHistory) ?? [];
    const one = members[random.integer(members.length)];
    const other = members[random.integer(members.length)];
    if (!approved[one] || approved[other]) continue;
    const gain = gainOf(traits[one], -1);
    change(one, false);
    if (gain + gainOf(traits[other], 1) > 0) change(other, true);
    else change(one, true);
  }
  return approved;
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function shuffled(members: readonly number[], random: Random): number[] {
  const order = Uint32Array.from(members);
  random.shuffle(order);
  return Array.from(order);
}

/** Gives each member a level, so that the levels' counts meet their shares within one. */
function byQuota(
  members: readonly number[],
  shares: Readonly<Record<string, number>>,
  random: Random,
): Map<number, string> {
  const levels = new Map<number, string>();
  const order = shuffled(members, random);
  let sum = 0;
  let start = 0;
  for (const [level, share] of Object.entries(shares)) {
    sum += share;
    const end = Math.min(order.length, Math.round(sum * order.length));
    for (; start < end; start++) levels.set(order[start], level);
  }
  const last = Object.keys(shares).at(-1) ?? '';
  for (; start < order.length; start++) levels.set(order[start], last);
  return levels;
}

function groupBy(members: readonly number[], keyOf: (member: number) => string): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const member of members) {
    const group = groups.get(keyOf(member));
    if (group) group.push(member);
    else groups.set(keyOf(member), [member]);
  }
  return groups;
}

function byGroup(
  members: readonly number[],
  levels: ReadonlyMap<number, string>,
  draw: (group: string, members: readonly number[]) => Map<number, string>,
): Map<number, string> {
  const groups = groupBy(members, (member) => levels.get(member) ?? '');
  return new Map([...groups].sort().flatMap(([group, inside]) => [...draw(group, inside)]));
}

/** Values of a distribution in the order of latent ones: the row with the largest latent value gets the largest. */
function byRank(points: QuantilePoints, rows: number, latent: (row: number) => number): Float64Array {
  const values = Float64Array.from({ length: rows }, (_, row) => latent(row));
  const order = indices(rows).sort((a, b) => values[a] - values[b]);
  const result = new Float64Array(rows);
  order.forEach((row, rank) => {
    const share = rows === 1 ? 0.5 : rank / (rows - 1);
    result[row] = share < points[0][0] ? 0 : quantile(points, share);
  });
  return result;
}

function chooseMissing(rows: number, column: keyof typeof targets.missing, random: Random): number[] {
  const count = Math.round((targets.missing[column] * rows) / targets.rows);
  return shuffled(indices(rows), random).slice(0, count);
}
