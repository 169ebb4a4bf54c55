// Plays a fleet of nodes and workers by a seeded program, with a clock of its own, and draws the plots of docs/balancing.md.
import { writeFileSync } from 'node:fs'
import { drawPlot } from './simulate/plot.ts'
import { playAll } from './simulate/scenarios.ts'

for (const [name, plot] of playAll()) writeFileSync(`docs/balancing/${name}.svg`, drawPlot(plot))
