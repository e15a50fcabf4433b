"""Imports every module of the generated package, and prints the classes that have no static `get`."""

import importlib
import inspect
import json
import pkgutil

import pulumi
import pulumi_adobe_aep

modules = ["pulumi_adobe_aep"]
modules += [found.name for found in pkgutil.walk_packages(pulumi_adobe_aep.__path__, "pulumi_adobe_aep.")]
classes = {}
for name in modules:
    for _, one in inspect.getmembers(importlib.import_module(name), inspect.isclass):
        is_type = issubclass(one, pulumi.CustomResource) and not issubclass(one, pulumi.ProviderResource)
        if is_type and one.__module__.startswith("pulumi_adobe_aep."):
            classes[one.__module__] = one
print(json.dumps({
    "version": pulumi_adobe_aep._utilities.get_version(),
    "classes": sorted(one.__name__ for one in classes.values()),
    "withoutGet": sorted(one.__name__ for one in classes.values() if not hasattr(one, "get")),
}))
