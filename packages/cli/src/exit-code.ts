/** 0: accepted, or done. 1: refused. 2: wrong use. 3: it could not be done (files, database, network). */
export type ExitCode = 0 | 1 | 2 | 3
