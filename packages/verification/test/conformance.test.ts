import { describeSuites } from './conformance-suites.ts'

describeSuites('signatures by Node')
