/**
 * What the synthetic loan table resembles: shares of the non-missing cells, missing cells per 614 rows, and points
 * (share of rows, value) of the amounts' distributions.
 */
export const targets = {
  rows: 614,
  gender: { Male: 0.814, Female: 0.186 },
  marriedByGender: { Male: 0.736, Female: 0.28 },
  dependentsByMarried: {
    Yes: { '0': 0.4506, '1': 0.2075, '2': 0.2274, '3+': 0.1145 },
    No: { '0': 0.81, '1': 0.1, '2': 0.06, '3+': 0.03 },
  },
  education: { Graduate: 0.782, 'Not Graduate': 0.218 },
  selfEmployed: { No: 0.859, Yes: 0.141 },
  term: {
    '360': 0.853,
    '180': 0.073,
    '480': 0.025,
    '300': 0.022,
    '240': 0.007,
    '84': 0.007,
    '120': 0.005,
    '60': 0.004,
    '36': 0.004,
  },
  creditHistory: { '1': 0.842, '0': 0.158 },
  area: { Semiurban: 0.38, Urban: 0.329, Rural: 0.291 },
  missing: {
    Gender: 13,
    Married: 3,
    Dependents: 15,
    Self_Employed: 32,
    LoanAmount: 22,
    Loan_Amount_Term: 14,
    Credit_History: 50,
  },
  approval: {
    byCreditHistory: { '1': 0.796, '0': 0.079, missing: 0.74 },
    byArea: { Semiurban: 0.768, Urban: 0.658, Rural: 0.615 },
    byMarried: { Yes: 0.716, No: 0.629 },
    byEducation: { Graduate: 0.708, 'Not Graduate': 0.612 },
  },
  applicantIncome: [
    [0, 450],
    [0.05, 1897],
    [0.25, 2877],
    [0.5, 3812],
    [0.75, 5795],
    [0.95, 14583],
    [1, 81000],
  ],
  coapplicantIncome: [
    [0.44, 700],
    [0.5, 1188],
    [0.75, 2297],
    [0.95, 4997],
    [1, 41667],
  ],
  loanAmount: [
    [0, 12],
    [0.05, 56],
    [0.25, 100],
    [0.5, 128],
    [0.75, 168],
    [0.95, 298],
    [1, 700],
  ],
  /** log(LoanAmount) = const + slope · log(total income) + residual. */
  loanOnIncome: { slope: 0.62, residual: 0.37 },
} as const;

/** Points of a distribution, ascending. */
export type QuantilePoints = readonly (readonly [share: number, value: number])[];

/** The value below which a share of the rows lies; straight lines between the points on a logarithmic scale. */
export function quantile(points: QuantilePoints, share: number): number {
  let i = 1;
  while (i < points.length - 1 && share > points[i][0]) i++;
  const [from, low] = points[i - 1];
  const [to, high] = points[i];
  const way = Math.min(1, Math.max(0, (share - from) / (to - from)));
  return Math.exp(Math.log(low) + way * (Math.log(high) - Math.log(low)));
}
