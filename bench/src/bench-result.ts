import type { Spread } from './spread.ts'

/** How much is measured. */
export interface Effort {
  /** Repetitions that count. */
  readonly repetitions: number
  /** The part of the usual work, for a trial: what is measured with less is less certain. */
  readonly share: number
  /** Also what takes minutes and gigabytes. */
  readonly isScale: boolean
}

/** So many, or as many as the share of the usual work makes of them. */
export function scaled(count: number, { share }: Pick<Effort, 'share'>): number {
  return Math.max(1, Math.ceil(count * share))
}

/** A bench: measures and describes what it found. */
export type Bench = (effort: Effort) => Promise<BenchResult>

/** What a target is judged by. */
export interface Figure {
  /** By the clock on the wall, or what else the figure is. */
  readonly wall: Spread
  /** The same by processor time, for a ratio of two ways of doing the same. */
  readonly cpu?: Spread
}

/** What one bench found. */
export interface BenchResult {
  readonly title: string
  /** What was compared with what, in a few sentences. */
  readonly about: string
  readonly sections: readonly Section[]
  /** What the targets are judged by, by their names. */
  readonly figures: Readonly<Record<string, Figure>>
}

/** One table, and its plot. */
export type Section = SpeedSection | PartsSection | GrowthSection | ValueSection

/** Ways of doing one thing, with how fast they are beside one of them. */
export interface SpeedSection {
  readonly kind: 'speed'
  readonly title: string
  /** The row that is 1. */
  readonly baseline: string
  readonly rows: readonly SpeedRow[]
}

export interface SpeedRow {
  readonly label: string
  /** By the clock on the wall. */
  readonly wall: Spread
  /** By the processor time of all threads. */
  readonly cpu: Spread
  /** Microseconds of processor time for one, on this machine. */
  readonly cpuUs: Spread
  /** True for what this project makes. */
  readonly isOurs: boolean
}

/** Where the time of one thing goes. */
export interface PartsSection {
  readonly kind: 'parts'
  readonly title: string
  readonly unit: string
  /** They add up to the whole. */
  readonly parts: readonly { readonly label: string; readonly value: number }[]
}

/** How a cost grows. */
export interface GrowthSection {
  readonly kind: 'growth'
  readonly title: string
  /** What is counted from left to right, and what upwards; both in powers of ten. */
  readonly across: string
  readonly up: string
  readonly lines: readonly {
    readonly label: string
    readonly points: readonly { readonly at: number; readonly value: Spread }[]
  }[]
}

/** Figures that are no ratios. */
export interface ValueSection {
  readonly kind: 'values'
  readonly title: string
  readonly rows: readonly {
    readonly label: string
    readonly value: Spread
    readonly unit: string
    readonly digits: number
  }[]
}
