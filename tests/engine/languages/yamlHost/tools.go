//go:build tools

// Package yamlhost pins Pulumi's language host for YAML: go.mod names its version, go.sum the hashes of all it is built
// from. It needs older modules than the engine has, so it has its own.
package yamlhost

import _ "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
