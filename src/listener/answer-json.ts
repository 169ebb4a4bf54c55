import type { ServerResponse } from 'node:http'
import { jsonAnswer, writeAnswer } from './answer.ts'

/** Answers with JSON that a page's script may read. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  writeAnswer(response, jsonAnswer(status, body))
}
