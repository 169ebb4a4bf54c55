/** The one house rule that oxlint has no words for: a date made of nothing reads the clock. */
const noClockInDate = {
  create(context) {
    const check = (node) => {
      if (node.callee.name !== 'Date' || (node.type === 'NewExpression' && node.arguments.length > 0)) return
      context.report({ node, message: 'Reads the wall clock: take the time as an argument, or from the Clock port.' })
    }
    return { NewExpression: check, CallExpression: check }
  },
}

export default { meta: { name: 'house' }, rules: { 'no-clock-in-date': noClockInDate } }
