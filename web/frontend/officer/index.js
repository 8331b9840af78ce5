// Pages work without any of this. A room that wants more adds a file beside
// this one and a line here.
import 'htmx.org';
import './menu.js';
import './inbox.js';
import './clock.js';
import './forms.js';
import './drafts.js';
import './uploads.js';
import './diagram.js';
