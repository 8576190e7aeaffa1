import { App } from 'cdk8s';
import { Development } from './development';
import { Growth } from './growth';
import { Integrations } from './integrations';
import { Media } from './media';
import { OwnServiceAccount } from './own-service-account';
import { Patching } from './patching';
import { PlusInterop } from './plus-interop';
import { Production } from './production';

/** All examples; `npm run synth` writes a file for each. */
const app = new App();
new Development(app, 'development');
new Growth(app, 'growth');
new Integrations(app, 'integrations');
new Media(app, 'media');
new OwnServiceAccount(app, 'own-service-account');
new Patching(app, 'patching');
new PlusInterop(app, 'plus-interop');
new Production(app, 'production');
app.synth();
