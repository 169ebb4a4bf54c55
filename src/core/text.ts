/** Whether it is text that can be kept and shown: well-formed Unicode, no control characters but new lines, not too long. */
export function isText(input: string, maxUnits: number): boolean {
  // oxlint-disable-next-line no-control-regex -- refusing them is the point
  return input.length <= maxUnits && input.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(input)
}
