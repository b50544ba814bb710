/** Takes the port of the Temporal UI, and says that it is not the UI. */
import { createServer } from 'node:http';

createServer((_request, response) => {
  response.end('A stand-in: the image of the Temporal UI could not be pulled.\n');
}).listen(Number(process.env.TEMPORAL_UI_PORT), '0.0.0.0');
