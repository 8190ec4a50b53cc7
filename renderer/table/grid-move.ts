/** A cell by its place. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The cell that a key leads to; nothing for a key that leads nowhere. */
export function moveBy(
  key: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean },
  { row, column }: Place,
  size: { readonly rows: number; readonly columns: number; readonly page: number },
): Place | undefined {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const isFar = key.ctrlKey || key.metaKey;
  const target = ((): Place | undefined => {
    switch (key.key) {
      case 'ArrowDown':
        return { row: isFar ? last.row : row + 1, column };
      case 'ArrowUp':
        return { row: isFar ? 0 : row - 1, column };
      case 'ArrowRight':
        return { row, column: isFar ? last.column : column + 1 };
      case 'ArrowLeft':
        return { row, column: isFar ? 0 : column - 1 };
      case 'PageDown':
        return { row: row + size.page, column };
      case 'PageUp':
        return { row: row - size.page, column };
      case 'Home':
        return { row: isFar ? 0 : row, column: 0 };
      case 'End':
        return { row: isFar ? last.row : row, column: last.column };
      default:
        return undefined;
    }
  })();
  return (
    target && {
      row: Math.max(0, Math.min(last.row, target.row)),
      column: Math.max(0, Math.min(last.column, target.column)),
    }
  );
}
