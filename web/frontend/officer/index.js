// Pages work without any of this. A room that wants more adds a file beside
// this one and a line here.
import 'htmx.org';
import './menu.js';
