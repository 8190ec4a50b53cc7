import { readFileSync } from 'node:fs';
import path from 'node:path';
import papaparse from 'papaparse';
import { describe, expect, it } from 'vitest';
import { defaultSeed, loanCsv } from '../../tools/generate-loans.ts';
import { loanColumns, type Loan } from '../../tools/loans/generate.ts';

const shipped = readFileSync(
  path.resolve(import.meta.dirname, '../../lessons/packs/loan-approval/data/loans.csv'),
  'utf8',
);
const loans = papaparse.parse<Loan>(shipped, { header: true, skipEmptyLines: true }).data;

/** Of the rows that are asked for and have the cell, the share that has this text there. */
function share(column: keyof Loan, text: string, where: (loan: Loan) => boolean = () => true): number {
  const rows = loans.filter((loan) => where(loan) && loan[column] !== '');
  return rows.filter((loan) => loan[column] === text).length / rows.length;
}

const approved = (where: (loan: Loan) => boolean): number => share('Loan_Status', 'Y', where);

function numbers(column: keyof Loan): number[] {
  return loans
    .filter((loan) => loan[column] !== '')
    .map((loan) => Number(loan[column]))
    .sort((a, b) => a - b);
}

describe('the synthetic loan table', () => {
  it('is what its generator makes', () => {
    expect([...loanCsv(614, defaultSeed)].join('')).toBe(shipped);
    expect(Object.keys(loans[0])).toEqual([...loanColumns]);
  });

  it('is another for another seed, and as long as asked', () => {
    const other = [...loanCsv(1500, 1)].join('');
    expect(other.split('\n')).toHaveLength(1502);
    expect(other).not.toBe([...loanCsv(1500, 2)].join(''));
  });

  it('has different ids in ascending order', () => {
    const ids = loans.map((loan) => loan.Loan_ID);
    expect(ids.every((id) => /^LP\d{6}$/.test(id))).toBe(true);
    expect([...new Set(ids)].sort()).toEqual(ids);
  });

  it('has exactly as many gaps in each column', () => {
    const gaps = Object.fromEntries(
      loanColumns.map((name) => [name, loans.filter((loan) => loan[name] === '').length]),
    );
    expect(gaps).toMatchObject({
      Gender: 13,
      Married: 3,
      Dependents: 15,
      Self_Employed: 32,
      LoanAmount: 22,
      Loan_Amount_Term: 14,
      Credit_History: 50,
      Loan_Status: 0,
    });
  });

  it.each([
    ['approved', () => approved(() => true), 0.687],
    ['approved with a good history', () => approved((loan) => loan.Credit_History === '1'), 0.796],
    ['approved with a bad history', () => approved((loan) => loan.Credit_History === '0'), 0.079],
    ['approved without a history', () => approved((loan) => loan.Credit_History === ''), 0.74],
    ['approved in semiurban areas', () => approved((loan) => loan.Property_Area === 'Semiurban'), 0.768],
    ['approved in urban areas', () => approved((loan) => loan.Property_Area === 'Urban'), 0.658],
    ['approved in rural areas', () => approved((loan) => loan.Property_Area === 'Rural'), 0.615],
    ['approved when married', () => approved((loan) => loan.Married === 'Yes'), 0.716],
    ['approved when not', () => approved((loan) => loan.Married === 'No'), 0.629],
    ['approved graduates', () => approved((loan) => loan.Education === 'Graduate'), 0.708],
    ['approved others', () => approved((loan) => loan.Education === 'Not Graduate'), 0.612],
    ['men', () => share('Gender', 'Male'), 0.814],
    ['married', () => share('Married', 'Yes'), 0.651],
    ['graduates', () => share('Education', 'Graduate'), 0.782],
    ['self-employed', () => share('Self_Employed', 'Yes'), 0.141],
    ['good histories', () => share('Credit_History', '1'), 0.842],
    ['without dependents', () => share('Dependents', '0'), 0.576],
    ['with one', () => share('Dependents', '1'), 0.17],
    ['with two', () => share('Dependents', '2'), 0.169],
    ['with three or more', () => share('Dependents', '3+'), 0.085],
    ['semiurban', () => share('Property_Area', 'Semiurban'), 0.38],
    ['urban', () => share('Property_Area', 'Urban'), 0.329],
    ['360 months', () => share('Loan_Amount_Term', '360'), 0.853],
    ['180 months', () => share('Loan_Amount_Term', '180'), 0.073],
    ['married men', () => share('Married', 'Yes', (loan) => loan.Gender === 'Male'), 0.73],
    ['married women', () => share('Married', 'Yes', (loan) => loan.Gender === 'Female'), 0.277],
    ['no co-applicant income', () => share('CoapplicantIncome', '0'), 0.44],
  ])('share: %s', (_, found, wanted) => {
    expect(Math.abs(found() - wanted)).toBeLessThan(0.015);
  });

  it.each([
    ['ApplicantIncome', [1897, 2877, 3812, 5795, 14583, 81000]],
    ['CoapplicantIncome', [0, 0, 1188, 2297, 4997]],
    ['LoanAmount', [56, 100, 128, 168, 298, 700]],
  ] as const)('quantiles of %s', (column, wanted) => {
    const values = numbers(column);
    wanted.forEach((value, i) => {
      const found = values[Math.round([0.05, 0.25, 0.5, 0.75, 0.95, 1][i] * (values.length - 1))];
      expect(Math.abs(found - value)).toBeLessThanOrEqual(0.06 * value);
    });
  });

  it('asks for amounts that grow with income', () => {
    const pairs = loans
      .filter((loan) => loan.LoanAmount !== '')
      .map((loan) => [
        Math.log(Number(loan.ApplicantIncome) + Number(loan.CoapplicantIncome)),
        Math.log(Number(loan.LoanAmount)),
      ]);
    const mean = (index: number): number => pairs.reduce((sum, pair) => sum + pair[index] / pairs.length, 0);
    const [x, y] = [mean(0), mean(1)];
    const slope =
      pairs.reduce((sum, pair) => sum + (pair[0] - x) * (pair[1] - y), 0) /
      pairs.reduce((sum, pair) => sum + (pair[0] - x) ** 2, 0);
    const residual = Math.sqrt(
      pairs.reduce((sum, pair) => sum + (pair[1] - y - slope * (pair[0] - x)) ** 2, 0) / pairs.length,
    );
    expect(Math.abs(slope - 0.62)).toBeLessThan(0.05);
    expect(Math.abs(residual - 0.37)).toBeLessThan(0.04);
  });
});
