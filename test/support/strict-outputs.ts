// Pulumi reads this when it is loaded: an Output that is made a text by mistake throws.
process.env.PULUMI_ERROR_OUTPUT_STRING = '1';
