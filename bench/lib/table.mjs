/** Rows of text as a table: the first column to the left, the others to the right. */
export function table(rows) {
  const width = (column) => Math.max(...rows.map((row) => (row[column] ?? "").length));
  const widths = rows[0].map((_, column) => width(column));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column] ?? 0))).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** A number with three digits that matter, or none of it. */
export function figure(number) {
  if (number === undefined || number === null || !Number.isFinite(number)) return "–";
  const size = Math.abs(number);
  if (size >= 100) return number.toFixed(0);
  if (size >= 10) return number.toFixed(1);
  return size >= 1 || size === 0 ? number.toFixed(2) : number.toFixed(size >= 0.1 ? 3 : 4);
}
