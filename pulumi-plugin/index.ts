import { componentProviderHost } from '@pulumi/pulumi/provider/experimental';
import { RustfsTenant } from './rustfs-tenant';

void componentProviderHost({ name: 'rustfs-constructs', components: [RustfsTenant], dirname: __dirname });
