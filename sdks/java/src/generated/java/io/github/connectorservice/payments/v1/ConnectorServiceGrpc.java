package io.github.connectorservice.payments.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Says what connectors can do.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ConnectorServiceGrpc {

  private ConnectorServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "payments.v1.ConnectorService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListConnectorsRequest,
      io.github.connectorservice.payments.v1.ListConnectorsResponse> getListConnectorsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListConnectors",
      requestType = io.github.connectorservice.payments.v1.ListConnectorsRequest.class,
      responseType = io.github.connectorservice.payments.v1.ListConnectorsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListConnectorsRequest,
      io.github.connectorservice.payments.v1.ListConnectorsResponse> getListConnectorsMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.ListConnectorsRequest, io.github.connectorservice.payments.v1.ListConnectorsResponse> getListConnectorsMethod;
    if ((getListConnectorsMethod = ConnectorServiceGrpc.getListConnectorsMethod) == null) {
      synchronized (ConnectorServiceGrpc.class) {
        if ((getListConnectorsMethod = ConnectorServiceGrpc.getListConnectorsMethod) == null) {
          ConnectorServiceGrpc.getListConnectorsMethod = getListConnectorsMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.ListConnectorsRequest, io.github.connectorservice.payments.v1.ListConnectorsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListConnectors"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ListConnectorsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.ListConnectorsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ConnectorServiceMethodDescriptorSupplier("ListConnectors"))
              .build();
        }
      }
    }
    return getListConnectorsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetConnectorRequest,
      io.github.connectorservice.payments.v1.GetConnectorResponse> getGetConnectorMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetConnector",
      requestType = io.github.connectorservice.payments.v1.GetConnectorRequest.class,
      responseType = io.github.connectorservice.payments.v1.GetConnectorResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetConnectorRequest,
      io.github.connectorservice.payments.v1.GetConnectorResponse> getGetConnectorMethod() {
    io.grpc.MethodDescriptor<io.github.connectorservice.payments.v1.GetConnectorRequest, io.github.connectorservice.payments.v1.GetConnectorResponse> getGetConnectorMethod;
    if ((getGetConnectorMethod = ConnectorServiceGrpc.getGetConnectorMethod) == null) {
      synchronized (ConnectorServiceGrpc.class) {
        if ((getGetConnectorMethod = ConnectorServiceGrpc.getGetConnectorMethod) == null) {
          ConnectorServiceGrpc.getGetConnectorMethod = getGetConnectorMethod =
              io.grpc.MethodDescriptor.<io.github.connectorservice.payments.v1.GetConnectorRequest, io.github.connectorservice.payments.v1.GetConnectorResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetConnector"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetConnectorRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.connectorservice.payments.v1.GetConnectorResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ConnectorServiceMethodDescriptorSupplier("GetConnector"))
              .build();
        }
      }
    }
    return getGetConnectorMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ConnectorServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceStub>() {
        @java.lang.Override
        public ConnectorServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ConnectorServiceStub(channel, callOptions);
        }
      };
    return ConnectorServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ConnectorServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceBlockingV2Stub>() {
        @java.lang.Override
        public ConnectorServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ConnectorServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ConnectorServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ConnectorServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceBlockingStub>() {
        @java.lang.Override
        public ConnectorServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ConnectorServiceBlockingStub(channel, callOptions);
        }
      };
    return ConnectorServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ConnectorServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ConnectorServiceFutureStub>() {
        @java.lang.Override
        public ConnectorServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ConnectorServiceFutureStub(channel, callOptions);
        }
      };
    return ConnectorServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * All connectors, in brief.
     * </pre>
     */
    default void listConnectors(io.github.connectorservice.payments.v1.ListConnectorsRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListConnectorsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListConnectorsMethod(), responseObserver);
    }

    /**
     * <pre>
     * One connector, whole.
     * </pre>
     */
    default void getConnector(io.github.connectorservice.payments.v1.GetConnectorRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetConnectorResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetConnectorMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ConnectorService.
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public static abstract class ConnectorServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ConnectorServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ConnectorService.
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public static final class ConnectorServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ConnectorServiceStub> {
    private ConnectorServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ConnectorServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ConnectorServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * All connectors, in brief.
     * </pre>
     */
    public void listConnectors(io.github.connectorservice.payments.v1.ListConnectorsRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListConnectorsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListConnectorsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * One connector, whole.
     * </pre>
     */
    public void getConnector(io.github.connectorservice.payments.v1.GetConnectorRequest request,
        io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetConnectorResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetConnectorMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ConnectorService.
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public static final class ConnectorServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ConnectorServiceBlockingV2Stub> {
    private ConnectorServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ConnectorServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ConnectorServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * All connectors, in brief.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ListConnectorsResponse listConnectors(io.github.connectorservice.payments.v1.ListConnectorsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListConnectorsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One connector, whole.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetConnectorResponse getConnector(io.github.connectorservice.payments.v1.GetConnectorRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetConnectorMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ConnectorService.
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public static final class ConnectorServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ConnectorServiceBlockingStub> {
    private ConnectorServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ConnectorServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ConnectorServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * All connectors, in brief.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.ListConnectorsResponse listConnectors(io.github.connectorservice.payments.v1.ListConnectorsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListConnectorsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * One connector, whole.
     * </pre>
     */
    public io.github.connectorservice.payments.v1.GetConnectorResponse getConnector(io.github.connectorservice.payments.v1.GetConnectorRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetConnectorMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ConnectorService.
   * <pre>
   * Says what connectors can do.
   * </pre>
   */
  public static final class ConnectorServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ConnectorServiceFutureStub> {
    private ConnectorServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ConnectorServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ConnectorServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * All connectors, in brief.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.ListConnectorsResponse> listConnectors(
        io.github.connectorservice.payments.v1.ListConnectorsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListConnectorsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * One connector, whole.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.connectorservice.payments.v1.GetConnectorResponse> getConnector(
        io.github.connectorservice.payments.v1.GetConnectorRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetConnectorMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_CONNECTORS = 0;
  private static final int METHODID_GET_CONNECTOR = 1;

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
        case METHODID_LIST_CONNECTORS:
          serviceImpl.listConnectors((io.github.connectorservice.payments.v1.ListConnectorsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.ListConnectorsResponse>) responseObserver);
          break;
        case METHODID_GET_CONNECTOR:
          serviceImpl.getConnector((io.github.connectorservice.payments.v1.GetConnectorRequest) request,
              (io.grpc.stub.StreamObserver<io.github.connectorservice.payments.v1.GetConnectorResponse>) responseObserver);
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
          getListConnectorsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.ListConnectorsRequest,
              io.github.connectorservice.payments.v1.ListConnectorsResponse>(
                service, METHODID_LIST_CONNECTORS)))
        .addMethod(
          getGetConnectorMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.connectorservice.payments.v1.GetConnectorRequest,
              io.github.connectorservice.payments.v1.GetConnectorResponse>(
                service, METHODID_GET_CONNECTOR)))
        .build();
  }

  private static abstract class ConnectorServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ConnectorServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.connectorservice.payments.v1.ConnectorProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ConnectorService");
    }
  }

  private static final class ConnectorServiceFileDescriptorSupplier
      extends ConnectorServiceBaseDescriptorSupplier {
    ConnectorServiceFileDescriptorSupplier() {}
  }

  private static final class ConnectorServiceMethodDescriptorSupplier
      extends ConnectorServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ConnectorServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ConnectorServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ConnectorServiceFileDescriptorSupplier())
              .addMethod(getListConnectorsMethod())
              .addMethod(getGetConnectorMethod())
              .build();
        }
      }
    }
    return result;
  }
}
