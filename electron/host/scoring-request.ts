type Rows = readonly Readonly<Record<string, string | number | null>>[];

/**
 * Rows as the body of a request: as the designer's web services take it, or as MLflow models do.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-deploy-mlflow-models-online-endpoints
 */
export function scoringRequest(rows: Rows, format: 'input_data' | 'web-service'): object {
  if (format === 'web-service') return { Inputs: { WebServiceInput0: rows }, GlobalParameters: {} };
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    input_data: {
      columns,
      index: rows.map((_, index) => index),
      data: rows.map((row) => columns.map((column) => (Object.hasOwn(row, column) ? row[column] : null))),
    },
  };
}
