/** Whether the text can be stored and shown: well-formed Unicode up to `maxUnits`, no control characters but new lines. */
export function isText(input: string, maxUnits: number): boolean {
  // oxlint-disable-next-line no-control-regex -- refusing them is the point
  return input.length <= maxUnits && input.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(input)
}
