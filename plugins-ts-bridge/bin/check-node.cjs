// Says in one sentence that this Node is too old, before anything else is read. Plain old syntax: every Node has to understand it.
'use strict';
/** The oldest Node that works; the same as `engines` of the repository. */
var oldest = '20.19';

/** Whether a version such as "20.19.0" is this one or a newer one. */
function isNewEnough(version, minimum) {
  var wanted = minimum.split('.').map(Number);
  var found = version.split('.').map(Number);
  for (var i = 0; i < wanted.length; i += 1) {
    if (found[i] !== wanted[i]) return found[i] > wanted[i];
  }
  return true;
}

module.exports = { oldest: oldest };

if (!isNewEnough(process.versions.node, oldest)) {
  process.stderr.write(
    'Profile Management Data Sync needs Node ' +
      oldest +
      ' or newer; this is Node ' +
      process.versions.node +
      '. Install a current one, for example Node 24.\n',
  );
  process.exit(1);
}
