// Icons that templates may draw, by their name in Tabler's outline set.
export const icons = [
  'alert-triangle', 'archive', 'arrow-back-up', 'arrow-left', 'bell', 'calendar', 'check', 'checks',
  'chevron-down', 'chevron-right', 'circle-check', 'clock', 'clock-exclamation', 'clock-hour-4', 'clock-pause', 'download',
  'file-text', 'folder', 'hand-grab', 'history', 'inbox', 'info-circle', 'language', 'list-check', 'lock',
  'logout', 'menu-2', 'message', 'moon', 'paperclip', 'player-pause', 'player-play', 'plus', 'printer', 'refresh',
  'route', 'search', 'send', 'settings', 'sitemap', 'sun', 'trash', 'upload', 'user', 'user-check', 'users', 'users-group', 'x',
  'arrow-forward-up',
  'zoom-in',
  'zoom-out',
  'maximize',
  'map-2',
  'help',
  'table-import',
];
