import fileRole from './file-role.mjs';
import floors from './floors.mjs';
import moduleConstantCase from './module-constant-case.mjs';

/** Rules of this repository that no published plugin has. */
export default {
  meta: { name: 'baton' },
  rules: { 'file-role': fileRole, floors, 'module-constant-case': moduleConstantCase },
};
