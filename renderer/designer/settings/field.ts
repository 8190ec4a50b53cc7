/** What every field of a setting gets. */
export interface FieldProps {
  readonly id: string;
  readonly title: string;
  readonly isInvalid: boolean;
  /** The ids of what is said about it. */
  readonly describedBy: string;
}
