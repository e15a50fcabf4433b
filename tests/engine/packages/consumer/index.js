const path = require("node:path");
const pulumi = require("@pulumi/pulumi");
const aep = require("@chatlio-aep/adobe-aep");

/** The resource type of the provider in provider-sdk/README.md. */
class TextFile extends pulumi.CustomResource {
  constructor(name, args, opts) {
    super("files:index:TextFile", name, args, opts);
  }
}

const namespace = new aep.identity.Namespace("visitor", {
  code: "shopVisitor",
  name: "Shop visitor",
  idType: "Cookie",
});
const file = path.join(__dirname, "greeting.txt");
new TextFile("greeting", { path: file, content: pulumi.interpolate`Namespace ${namespace.id}` });

exports.namespaceId = namespace.id;
exports.sandboxType = aep.getSandboxOutput({ name: "dev" }).type;
