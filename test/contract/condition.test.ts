import { compileCondition } from '../../src/adapters/cel/compile-condition.ts';
import { conditionContract } from './condition-contract.ts';

conditionContract('cel', compileCondition);
