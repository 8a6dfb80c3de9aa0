package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class MandateServiceGrpc {

  private MandateServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.MandateService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SetupMandateRequest,
      io.github.connectorservice.payments.v1.SetupMandateResponse> getSetupMandateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SetupMandate",
      requestType = io.github.connectorservice.payments.v1.SetupMandateRequest.class,
      responseType = io.github.connectorservice.payments.v1.SetupMandateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SetupMandateRequest,
      io.github.connectorservice.payments.v1.SetupMandateResponse> getSetupMandateMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.SetupMandateRequest, io.github.connectorservice.payments.v1.SetupMandateResponse> getSetupMandateMethod;
    if ((getSetupMandateMethod = MandateServiceGrpc.getSetupMandateMethod) == null) {
      synchronized (MandateServiceGrpc.class) {
        if ((getSetupMandateMethod = MandateServiceGrpc.getSetupMandateMethod) == null) {
          MandateServiceGrpc.getSetupMandateMethod = getSetupMandateMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.SetupMandateRequest, io.github.connectorservice.payments.v1.SetupMandateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SetupMandate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.SetupMandateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.SetupMandateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MandateServiceMethodDescriptorSupplier("SetupMandate"))
              .build();
        }
      }
    }
    return getSetupMandateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetMandateRequest,
      io.github.connectorservice.payments.v1.GetMandateResponse> getGetMandateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetMandate",
      requestType = io.github.connectorservice.payments.v1.GetMandateRequest.class,
      responseType = io.github.connectorservice.payments.v1.GetMandateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetMandateRequest,
      io.github.connectorservice.payments.v1.GetMandateResponse> getGetMandateMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetMandateRequest, io.github.connectorservice.payments.v1.GetMandateResponse> getGetMandateMethod;
    if ((getGetMandateMethod = MandateServiceGrpc.getGetMandateMethod) == null) {
      synchronized (MandateServiceGrpc.class) {
        if ((getGetMandateMethod = MandateServiceGrpc.getGetMandateMethod) == null) {
          MandateServiceGrpc.getGetMandateMethod = getGetMandateMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.GetMandateRequest, io.github.connectorservice.payments.v1.GetMandateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetMandate"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetMandateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetMandateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MandateServiceMethodDescriptorSupplier("GetMandate"))
              .build();
        }
      }
    }
    return getGetMandateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.RevokeMandateRequest,
      io.github.connectorservice.payments.v1.RevokeMandateResponse> getRevokeMandateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeMandate",
      requestType = io.github.connectorservice.payments.v1.RevokeMandateRequest.class,
      responseType = io.github.connectorservice.payments.v1.RevokeMandateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.RevokeMandateRequest,
      io.github.connectorservice.payments.v1.RevokeMandateResponse> getRevokeMandateMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.RevokeMandateRequest, io.github.connectorservice.payments.v1.RevokeMandateResponse> getRevokeMandateMethod;
    if ((getRevokeMandateMethod = MandateServiceGrpc.getRevokeMandateMethod) == null) {
      synchronized (MandateServiceGrpc.class) {
        if ((getRevokeMandateMethod = MandateServiceGrpc.getRevokeMandateMethod) == null) {
          MandateServiceGrpc.getRevokeMandateMethod = getRevokeMandateMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.RevokeMandateRequest, io.github.connectorservice.payments.v1.RevokeMandateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeMandate"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.RevokeMandateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.RevokeMandateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MandateServiceMethodDescriptorSupplier("RevokeMandate"))
              .build();
        }
      }
    }
    return getRevokeMandateMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static MandateServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MandateServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MandateServiceStub>() {
        @java.lang.Override
        public MandateServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MandateServiceStub(channel, callOptions);
        }
      };
    return MandateServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static MandateServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MandateServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MandateServiceBlockingV2Stub>() {
        @java.lang.Override
        public MandateServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MandateServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return MandateServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static MandateServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MandateServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MandateServiceBlockingStub>() {
        @java.lang.Override
        public MandateServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MandateServiceBlockingStub(channel, callOptions);
        }
      };
    return MandateServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static MandateServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MandateServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MandateServiceFutureStub>() {
        @java.lang.Override
        public MandateServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MandateServiceFutureStub(channel, callOptions);
        }
      };
    return MandateServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Sets a mandate up, with authentication where it is needed. ResumePayment finishes a `next_action`.
     * </pre>
     */
    default void setupMandate(io.github.connectorservice.payments.v1.SetupMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SetupMandateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSetupMandateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Looks a mandate up.
     * </pre>
     */
    default void getMandate(io.github.connectorservice.payments.v1.GetMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetMandateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMandateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends a mandate.
     * </pre>
     */
    default void revokeMandate(io.github.connectorservice.payments.v1.RevokeMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.RevokeMandateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeMandateMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service MandateService.
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public static abstract class MandateServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return MandateServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service MandateService.
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public static final class MandateServiceStub
      extends io.grpc.stub.AbstractAsyncStub<MandateServiceStub> {
    private MandateServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MandateServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MandateServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Sets a mandate up, with authentication where it is needed. ResumePayment finishes a `next_action`.
     * </pre>
     */
    public void setupMandate(io.github.connectorservice.payments.v1.SetupMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SetupMandateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSetupMandateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Looks a mandate up.
     * </pre>
     */
    public void getMandate(io.github.connectorservice.payments.v1.GetMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetMandateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMandateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends a mandate.
     * </pre>
     */
    public void revokeMandate(io.github.connectorservice.payments.v1.RevokeMandateRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.RevokeMandateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeMandateMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service MandateService.
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public static final class MandateServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<MandateServiceBlockingV2Stub> {
    private MandateServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MandateServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MandateServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Sets a mandate up, with authentication where it is needed. ResumePayment finishes a `next_action`.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.SetupMandateResponse setupMandate(io.github.connectorservice.payments.v1.SetupMandateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSetupMandateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Looks a mandate up.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetMandateResponse getMandate(io.github.connectorservice.payments.v1.GetMandateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMandateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a mandate.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.RevokeMandateResponse revokeMandate(io.github.connectorservice.payments.v1.RevokeMandateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeMandateMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service MandateService.
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public static final class MandateServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<MandateServiceBlockingStub> {
    private MandateServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MandateServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MandateServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Sets a mandate up, with authentication where it is needed. ResumePayment finishes a `next_action`.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.SetupMandateResponse setupMandate(io.github.connectorservice.payments.v1.SetupMandateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSetupMandateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Looks a mandate up.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetMandateResponse getMandate(io.github.connectorservice.payments.v1.GetMandateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMandateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends a mandate.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.RevokeMandateResponse revokeMandate(io.github.connectorservice.payments.v1.RevokeMandateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeMandateMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service MandateService.
   * <pre>
   * Sets mandates up and ends them. A card check without money is SetupMandate, not a payment of zero.
   * </pre>
   */
  public static final class MandateServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<MandateServiceFutureStub> {
    private MandateServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MandateServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MandateServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Sets a mandate up, with authentication where it is needed. ResumePayment finishes a `next_action`.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.SetupMandateResponse> setupMandate(
        io.github.connectorservice.payments.v1.SetupMandateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSetupMandateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Looks a mandate up.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.GetMandateResponse> getMandate(
        io.github.connectorservice.payments.v1.GetMandateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMandateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends a mandate.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.RevokeMandateResponse> revokeMandate(
        io.github.connectorservice.payments.v1.RevokeMandateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeMandateMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_SETUP_MANDATE = 0;
  private static final int METHODID_GET_MANDATE = 1;
  private static final int METHODID_REVOKE_MANDATE = 2;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_SETUP_MANDATE:
          serviceImpl.setupMandate((io.github.connectorservice.payments.v1.SetupMandateRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.SetupMandateResponse>) responseObserver);
          break;
        case METHODID_GET_MANDATE:
          serviceImpl.getMandate((io.github.connectorservice.payments.v1.GetMandateRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetMandateResponse>) responseObserver);
          break;
        case METHODID_REVOKE_MANDATE:
          serviceImpl.revokeMandate((io.github.connectorservice.payments.v1.RevokeMandateRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.RevokeMandateResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getSetupMandateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.SetupMandateRequest,
              io.github.connectorservice.payments.v1.SetupMandateResponse>(
                service, METHODID_SETUP_MANDATE)))
        .addMethod(
          getGetMandateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.GetMandateRequest,
              io.github.connectorservice.payments.v1.GetMandateResponse>(
                service, METHODID_GET_MANDATE)))
        .addMethod(
          getRevokeMandateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.RevokeMandateRequest,
              io.github.connectorservice.payments.v1.RevokeMandateResponse>(
                service, METHODID_REVOKE_MANDATE)))
        .build();
  }

  private static abstract class MandateServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    MandateServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.MandateProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("MandateService");
    }
  }

  private static final class MandateServiceFileDescriptorSupplier
      extends MandateServiceBaseDescriptorSupplier {
    MandateServiceFileDescriptorSupplier() {}
  }

  private static final class MandateServiceMethodDescriptorSupplier
      extends MandateServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    MandateServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (MandateServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new MandateServiceFileDescriptorSupplier())
              .addMethod(getSetupMandateMethod())
              .addMethod(getGetMandateMethod())
              .addMethod(getRevokeMandateMethod())
              .build();
        }
      }
    }
    return result;
  }
}
