"""As much of Microsoft's package azure-ai-ml as a submission calls. It prints the job that would be sent."""
import json
import sys
from types import SimpleNamespace


class Input:
    def __init__(self, **given):
        self.given = given


class Output(Input):
    pass


class Binding:
    """Where a value comes from; written out late, when each step has its name."""

    def __init__(self, write):
        self.write = write


class Outputs:
    def __init__(self, step):
        object.__setattr__(self, "step", step)

    def __getattr__(self, port):
        return Binding(lambda: "${{parent.jobs.%s.outputs.%s}}" % (self.step.name, port))

    def __setattr__(self, port, output):
        self.step.written[port] = output.given


class Step:
    """A call of a component; as in the real package its name is that of the variable that it is put in."""

    def __init__(self, component, inputs):
        self.component, self.inputs, self.written = component, inputs, {}
        self.name = self.compute = None
        self.outputs = Outputs(self)


def bind_input(name):
    return Binding(lambda: "${{parent.inputs.%s}}" % name)


class dsl:
    @staticmethod
    def pipeline(display_name, default_compute):
        def decorate(function):
            def build(**inputs):
                variables = {}

                def watch(frame, event, _):
                    if event == "return" and frame.f_code is function.__code__:
                        variables.update(frame.f_locals)

                sys.setprofile(watch)
                function(**{name: bind_input(name) for name in inputs})
                sys.setprofile(None)
                steps = {name: step for name, step in variables.items() if isinstance(step, Step)}
                for name, step in steps.items():
                    step.name = step.name or name
                job = {
                    "display_name": display_name,
                    "compute": default_compute,
                    "inputs": {name: asset.given for name, asset in inputs.items()},
                    "jobs": {
                        step.name: {
                            "component": step.component,
                            "compute": step.compute,
                            "inputs": step.inputs,
                            "outputs": step.written,
                        }
                        for step in steps.values()
                    },
                }
                return SimpleNamespace(job=job, settings=SimpleNamespace(), studio_url="")

            return build

        return decorate


class MLClient:
    def __init__(self, credential, subscription_id, resource_group_name, workspace_name):
        def get(name, version):
            return lambda **inputs: Step(f"azureml:{name}:{version}", inputs)

        def create_or_update(job, experiment_name):
            settings = vars(job.settings)
            print(json.dumps({**job.job, "experiment": experiment_name, "settings": settings}, default=lambda binding: binding.write()))
            return job

        self.components = SimpleNamespace(get=get)
        self.jobs = SimpleNamespace(create_or_update=create_or_update)
