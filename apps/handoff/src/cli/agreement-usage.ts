export const USAGE = `npm run agreement -- check  --file a.yaml                     checks a file; needs no server
npm run agreement -- list   [--drafts]                       lists published versions, or open drafts
npm run agreement -- diff   2 3 | 2 --file a.yaml            describes the differences
npm run agreement -- export --version 3 [--file a.yaml]      prints or writes a version; a .json file gets JSON
npm run agreement -- import --file a.yaml [--based-on 2]     saves the file as a draft and describes its changes
                            [--publish --comment "why"]      publishes it, if it changes anything
                            [--supersedes 3]                 even if it undoes changes made since --based-on

  --language ru   describe differences in Russian
  --as PERSON     act as this person on the local demo; default: adam

Set BATON_HANDOFF_URL and BATON_TOKEN to use another Baton.`;
