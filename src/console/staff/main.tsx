import { render } from 'preact';
import { App } from './app.tsx';
import { createStaffApi } from './staff-api.ts';
import { takeProblem } from './take-problem.ts';

const root = document.getElementById('staff');
const api = createStaffApi((path, init) => fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' }));
if (root !== null) render(<App api={api} problem={takeProblem(window)} />, root);
