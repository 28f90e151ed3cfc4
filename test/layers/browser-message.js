import { EctError, errorCodes } from '@wimse-ect/claims'

const { meaning } = errorCodes.ECT_TOKEN_SIZE
console.log(new EctError('ECT_TOKEN_SIZE').message === meaning ? 'the meaning alone' : 'more than the meaning')
