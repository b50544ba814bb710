export const USAGE = `npm run agreement -- check  --file a.yaml                     what is wrong in a file; needs no server
npm run agreement -- list   [--drafts]                       the published versions, or the open drafts
npm run agreement -- diff   2 3 | 2 --file a.yaml            what differs, in words
npm run agreement -- export --version 3 [--file a.yaml]      a version as it was written; a .json file holds JSON
npm run agreement -- import --file a.yaml [--based-on 2]     keeps the file as a draft, and says what it would change
                            [--publish --comment "why"]      and publishes it, if anything differs
                            [--supersedes 3]                 also where it undoes what was published since --based-on

  --language ru   differences in Russian
  --as PERSON     who asks the Baton that runs here: adam, unless told

Another Baton is asked at BATON_HANDOFF_URL, with the token in BATON_TOKEN.`;
